/** Server-sent events of a response's body. The browser's own EventSource cannot send the header that proves the page. */

export interface ServerEvent {
  readonly event: string
  readonly data: string
}

export async function* eventStream(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<ServerEvent> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    text += value.replaceAll('\r\n', '\n')
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const parsed = eventOf(text.slice(0, end))
      text = text.slice(end + 2)
      if (parsed !== undefined) yield parsed
    }
  }
}

/** Undefined for what only keeps the connection open. */
function eventOf(block: string): ServerEvent | undefined {
  let event = 'message'
  const data: string[] = []
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) event = line.slice(6).trim()
    if (line.startsWith('data:')) data.push(line.slice(5).trimStart())
  }
  return data.length === 0 && event === 'message' ? undefined : { event, data: data.join('\n') }
}
