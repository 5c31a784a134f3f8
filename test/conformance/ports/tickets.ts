/** What every tracker's adapter must do: file once, find again, tell and change the state, read each status by one table, and tell no secret. */
import type { TicketAnswer, TicketRef, Tickets, TicketText } from '@houston/core/port/tickets.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FakeTracker } from '../../harness/fake-tracker.ts'

export interface TicketBench {
  readonly tracker: FakeTracker
  make(url: string): Tickets
  unset(url: string): Tickets
  readonly project: string
  /** What no tracker has: a project of another form. */
  readonly notAProject: string
  readonly secrets: readonly string[]
}

const text: TicketText = {
  marker: 'itm_01kjpwd6m049wth3w48krsdsdf',
  title: 'Alarm before the "certificate" <ends>\nsoon',
  body: 'P1, owned by ada.\n\nFrom the review of `inc_1`.',
  dueOn: '2026-03-09',
}
const statuses: readonly (readonly [number, string])[] = [
  [301, 'refused address-invalid'],
  [400, 'refused message-refused'],
  [401, 'refused credentials-refused'],
  [403, 'refused credentials-refused'],
  [404, 'refused address-invalid'],
  [410, 'refused address-invalid'],
  [422, 'refused message-refused'],
  [429, 'failed throttled'],
  [500, 'failed provider-failed'],
  [503, 'failed provider-failed'],
]
const told = (answer: TicketAnswer<unknown>): string =>
  answer.kind === 'answered' ? 'answered' : `${answer.kind} ${answer.reason}`

export function describeTickets(name: string, bench: TicketBench): void {
  const { tracker, project } = bench
  beforeAll(() => tracker.start())
  afterAll(() => tracker.stop())
  beforeEach(() => {
    tracker.fault = undefined
    tracker.tickets.splice(0)
    tracker.requests.splice(0)
  })
  const tickets = () => bench.make(tracker.url)
  const filed = async () => {
    const answer = await tickets().create(project, text)
    if (answer.kind !== 'answered') throw new Error(`not filed: ${answer.detail}`)
    return answer.value
  }
  const every: Readonly<Record<string, () => Promise<TicketAnswer<unknown>>>> = {
    find: () => tickets().find(project, text.marker),
    create: () => tickets().create(project, text),
    stateOf: async () => tickets().stateOf((await keyOf()) ?? ''),
    move: async () => tickets().move((await keyOf()) ?? '', 'done'),
  }
  /** Of a ticket that was filed before anything went wrong. */
  const keyOf = async () => {
    const { fault } = tracker
    tracker.fault = undefined
    const { key } = await filed()
    tracker.fault = fault
    return key
  }

  const running = { bench, tickets, filed, every }
  describe(name, () => {
    describeFiling(running)
    describeTrouble(running)
  })
}

interface Running {
  readonly bench: TicketBench
  tickets(): Tickets
  filed(): Promise<TicketRef>
  readonly every: Readonly<Record<string, () => Promise<TicketAnswer<unknown>>>>
}

function describeFiling({ bench: { project, tracker }, tickets, filed }: Running): void {
  test('files a ticket that is found by its marker alone, in whatever state', async () => {
    expect(await tickets().find(project, text.marker)).toEqual({ kind: 'answered', value: undefined })
    const ref = await filed()
    expect(ref.url).toMatch(/^https?:\/\//)
    expect(await tickets().find(project, text.marker)).toMatchObject({ kind: 'answered', value: { key: ref.key } })
    expect(await tickets().find(project, 'itm_of-another')).toEqual({ kind: 'answered', value: undefined })
    await tickets().move(ref.key, 'done')
    expect(await tickets().find(project, text.marker)).toMatchObject({ value: { key: ref.key } })
  })

  test('closes a ticket and opens it again, and says how it stands', async () => {
    const { key } = await filed()
    for (const state of ['done', 'done', 'open'] as const) {
      expect(await tickets().move(key, state)).toEqual({ kind: 'answered', value: state })
      expect(await tickets().stateOf(key)).toEqual({ kind: 'answered', value: state })
    }
    expect(tracker.tickets).toHaveLength(1)
  })

  test('is found where the answer to its creation was lost', async () => {
    tracker.fault = 'drop'
    expect((await tickets().create(project, text)).kind).toBe('failed')
    tracker.fault = undefined
    expect(await tickets().find(project, text.marker)).toMatchObject({ value: { key: tracker.tickets[0]?.key } })
  })
}

/** What is true of every request and every answer, whatever the tracker says. */
function describeTrouble({ bench, tickets, every }: Running): void {
  const { project, tracker } = bench
  test.each(Object.keys(every))('%s reads each status by one table', async (operation) => {
    for (const [status, meaning] of statuses) {
      tracker.fault = { status, body: { message: 'no' } }
      expect([status, told((await every[operation]?.()) ?? { kind: 'answered', value: 0 })]).toEqual([status, meaning])
    }
    tracker.fault = { status: 403, headers: { 'retry-after': '30' } }
    expect(await every[operation]?.()).toMatchObject({ reason: 'throttled', retryAfterMs: 30_000 })
    tracker.fault = { status: 200, body: '<html>' }
    expect(told((await every[operation]?.()) ?? { kind: 'answered', value: 0 })).toBe('failed answer-lost')
  })

  test('refuses where it is not set up, and a project or key of another form, and asks nobody', async () => {
    expect(told(await bench.unset(tracker.url).create(project, text))).toBe('refused not-configured')
    for (const answer of [
      await tickets().find(bench.notAProject, text.marker),
      await tickets().create(bench.notAProject, text),
      await tickets().stateOf(`../${project}`),
      await tickets().move('x?y=1', 'done'),
    ])
      expect(told(answer)).toBe('refused address-invalid')
    expect(tracker.requests).toEqual([])
  })

  test('tells no secret, whatever happens', async () => {
    for (const fault of ['drop' as const, ...statuses.map(([status]) => ({ status, body: bench.secrets }))]) {
      tracker.fault = fault
      for (const operation of Object.values(every))
        for (const secret of bench.secrets) expect(JSON.stringify(await operation())).not.toContain(secret)
    }
    for (const { path, body } of tracker.requests)
      for (const secret of bench.secrets) expect(path + body).not.toContain(secret)
  })
}
