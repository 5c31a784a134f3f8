import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import type { DomainEvent } from '../event.ts'
import { EventBridgeBus } from './bus.ts'

const mocked = mockClient(EventBridgeClient)
const bus = new EventBridgeBus(new EventBridgeClient({ region: 'us-east-1' }), 'houston')
beforeEach(() => mocked.reset())

const event = (number: number): DomainEvent => ({
  id: `evt_${number}`,
  type: 'release.wave-started',
  version: 1,
  time: '2026-03-02T09:00:00.000Z',
  actor: 'system:Test',
  correlationId: 'cor_1',
  aggregate: { noun: 'release', id: 'rel_1', sequence: number },
  data: { number },
})
const events = (count: number): DomainEvent[] => Array.from({ length: count }, (_, index) => event(index + 1))
const sent = (): number[][] =>
  mocked
    .commandCalls(PutEventsCommand)
    .map(({ args: [{ input }] }) => (input.Entries ?? []).map(({ Detail }) => JSON.parse(Detail ?? '').data.number))

/** Answers as EventBridge does: an entry per event, with an error code where it was not taken. */
const failing = (...numbers: number[]) =>
  mocked.on(PutEventsCommand).callsFake(({ Entries }: { Entries: { Detail: string }[] }) => ({
    Entries: Entries.map(({ Detail }) =>
      numbers.includes(JSON.parse(Detail).data.number) ? { ErrorCode: 'ThrottlingException' } : { EventId: 'x' },
    ),
  }))

describe('the bus', () => {
  it('puts an event as its source, its type, its aggregate and the whole of it', async () => {
    failing()
    expect(await bus.publish(events(1))).toBe(1)
    expect(mocked.commandCalls(PutEventsCommand)[0]?.args[0].input).toEqual({
      Entries: [
        {
          EventBusName: 'houston',
          Source: 'houston.release',
          DetailType: 'release.wave-started',
          Time: new Date('2026-03-02T09:00:00.000Z'),
          Resources: ['rel_1'],
          Detail: JSON.stringify(event(1)),
        },
      ],
    })
  })

  it('sends ten at a time, in order', async () => {
    failing()
    expect(await bus.publish(events(23))).toBe(23)
    expect(sent().map((page) => page.length)).toEqual([10, 10, 3])
    expect(sent().flat()).toEqual(events(23).map(({ aggregate }) => aggregate.sequence))
  })

  it('counts only what was taken before the first that was not, and sends nothing after that page', async () => {
    failing(13, 15)
    expect(await bus.publish(events(30))).toBe(12)
    expect(sent()).toHaveLength(2)
  })

  it('counts none where the very first fails', async () => {
    failing(1)
    expect(await bus.publish(events(5))).toBe(0)
  })

  it('counts the pages before one that could not be sent at all', async () => {
    mocked.on(PutEventsCommand).resolvesOnce({ Entries: [] }).rejects(new Error('socket hang up'))
    expect(await bus.publish(events(15))).toBe(10)
  })

  it('throws where nothing could be sent', async () => {
    mocked.on(PutEventsCommand).rejects(new Error('socket hang up'))
    await expect(bus.publish(events(3))).rejects.toThrow('socket hang up')
  })

  it('sends fewer at a time where ten are more than a call takes', async () => {
    failing()
    const heavy = events(5).map((made) => ({ ...made, data: { ...made.data, text: 'é'.repeat(50_000) } }))
    expect(await bus.publish(heavy)).toBe(5)
    expect(sent()).toEqual([[1, 2], [3, 4], [5]])
  })

  it('asks nobody about no events', async () => {
    expect(await bus.publish([])).toBe(0)
    expect(sent()).toEqual([])
  })
})
