import { expect, it } from 'vitest'
import { eventStream } from './event-stream.ts'

async function heard(...chunks: string[]) {
  const body = new Blob(chunks).stream() as ReadableStream<Uint8Array<ArrayBuffer>>
  const events: unknown[] = []
  for await (const event of eventStream(body)) events.push(event)
  return events
}

it('reads events however they are cut, and nothing from what only keeps the line open', async () => {
  expect(await heard('event: next\nda', 'ta: {"a":1}\n', '\n:\n\nevent: complete\ndata\n\n')).toEqual([
    { event: 'next', data: '{"a":1}' },
    { event: 'complete', data: '' },
  ])
})

it('joins lines of data, and takes no event that never ended', async () => {
  expect(await heard('data: a\r\ndata: b\r\n\r\nevent: next\ndata: lost')).toEqual([{ event: 'message', data: 'a\nb' }])
})
