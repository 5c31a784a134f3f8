/** What a story says of events and dead letters beside its own expectations: whatever it did not name fails it at its end. */
import type { DomainEvent } from '@houston/core/event.ts'
import type { Runtime } from '@houston/local/runtime'

export interface Letter {
  readonly id: string
  readonly text: string
  readonly attempts: number
}

/** The dead letters of the bus, of the table's stream and of the queues. */
export const lettersOf = ({ bus, queues, table }: Runtime): Letter[] => [
  ...bus.deadLetters({ count: 100 }).map(({ id, rule, attributes }) => ({
    id: `bus-${id}`,
    text: `${rule}: ${attributes.ERROR_CODE} ${attributes.ERROR_MESSAGE}`,
    attempts: attributes.RETRY_ATTEMPTS + 1,
  })),
  ...table.stream.deadLetters.list().map(({ id, subscription, errorType, errorMessage, failures }) => ({
    id: `stream-${id}`,
    text: `${subscription}: ${errorType} ${errorMessage}`,
    attempts: failures,
  })),
  ...queues.deadLetters().map(({ number, queue, reason, receives }) => ({
    id: `queue-${number}`,
    text: `${queue}: ${reason}`,
    attempts: receives,
  })),
]

export interface Outcome {
  readonly events: readonly DomainEvent[]
  readonly letters: readonly Letter[]
  /** By release. */
  readonly timelines: ReadonlyMap<string, readonly DomainEvent[]>
}

export class Silence {
  readonly #allowed = new Set([
    'service.recorded',
    'pipeline.recorded',
    // Before each wave of each release.
    'gate.opened',
    'release.assessed',
    'person.recorded',
    'team.recorded',
    'oncall.rotation-recorded',
    'oncall.schedule-recorded',
    // Every artifact has a promotion; stories about promotions expect theirs by count.
    'promotion.started',
    'promotion.regions-started',
    'promotion.region-ended',
    'promotion.completed',
    'promotion.stopped',
    'promotion.superseded',
    'leadtime.measured',
    // A step of a rollback is a record beside the events that say what became of it.
    'rollback.step-ended',
    'watch.ended',
  ])
  readonly #expected = new Map<string, number>()
  readonly #letters: RegExp[] = []

  allowEvents(types: readonly string[]): void {
    for (const type of types) this.#allowed.add(type)
  }

  expectEvents(counts: Readonly<Record<string, number>>): void {
    for (const [type, count] of Object.entries(counts)) this.#expected.set(type, count)
  }

  expectDeadLetter(pattern: RegExp): void {
    this.#letters.push(pattern)
  }

  complaints({ events, letters, timelines }: Outcome): string[] {
    return [...this.#ofLetters(letters), ...this.#ofEvents(events), ...ofTimelines(events, timelines)]
  }

  #ofLetters(letters: readonly Letter[]): string[] {
    const strays = letters.filter(({ text }) => !this.#letters.some((pattern) => pattern.test(text)))
    const absent = this.#letters.filter((pattern) => !letters.some(({ text }) => pattern.test(text)))
    return [
      ...strays.map(({ text }) => `unexpected dead letter: ${text}`),
      ...absent.map((pattern) => `no dead letter like ${pattern}`),
    ]
  }

  #ofEvents(events: readonly DomainEvent[]): string[] {
    const seen = new Map<string, number>()
    for (const { type } of events) seen.set(type, (seen.get(type) ?? 0) + 1)
    const strays = [...seen.keys()].filter((type) => !this.#allowed.has(type) && !this.#expected.has(type))
    const wrong = [...this.#expected].filter(([type, count]) => (seen.get(type) ?? 0) !== count)
    return [
      ...strays.map((type) => `unexpected event on the bus: ${type}`),
      ...wrong.map(([type, count]) => `${type} came ${seen.get(type) ?? 0} times, not ${count}`),
    ]
  }
}

/** What was committed was published, and nothing else: each release's timeline is what the bus brought of it. */
function ofTimelines(events: readonly DomainEvent[], timelines: Outcome['timelines']): string[] {
  return [...timelines].flatMap(([id, timeline]) => {
    const published = events.filter(({ aggregate }) => aggregate.noun === 'release' && aggregate.id === id)
    const inOrder = published.sort((a, b) => a.aggregate.sequence - b.aggregate.sequence).map((event) => event.id)
    const committed = timeline.map((event) => event.id)
    return committed.join() === inOrder.join()
      ? []
      : [`the bus brought ${inOrder.length} events of ${id}, its timeline has ${committed.length}`]
  })
}
