import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testContext } from '../../../../test/harness/context.ts'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { hourMs } from '../clock.ts'
import type { Context } from '../context.ts'
import { HoustonError } from '../error.ts'
import { type Duty, holdersOf } from './duty.ts'
import * as Oncall from './oncall.ts'
import { at } from './plan-fixture.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const clock = (text: string): Context =>
  testContext({ store: table.store, nowMs: at(text), correlationId: `cor_${text}` })
const people = (duty: Duty): string =>
  holdersOf(duty)
    .map(({ person }) => person)
    .join('+') || (duty.kind === 'gap' ? duty.reason : '')
const primary = async (ctx: Context, schedule: string, atMs?: number, knownAtMs?: number) =>
  people((await Oncall.whoIsOnCall(ctx, schedule, atMs, knownAtMs)).primary)
const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
    return 'taken'
  } catch (error) {
    return error instanceof HoustonError ? error.code : String(error)
  }
}

/** Weeks of ada, grace and linus from Monday 2026-01-05, known from 1 January on. */
async function declare(name: string): Promise<void> {
  const ctx = clock('2026-01-01T00:00:00Z')
  const rotation = { timeZone: 'UTC', start: '2026-01-05T09:00', type: 'weekly' as const }
  await Oncall.recordRotation(ctx, { name, ...rotation, participants: ['ada', 'grace', 'linus'] })
  const layers = [{ name: 'weeks', rotation: name }]
  await Oncall.recordSchedule(ctx, { name, timeZone: 'UTC', roles: { primary: { layers } } })
}

describe('a schedule', () => {
  test('declared again changes nothing; one that names no declared rotation is refused', async () => {
    await declare('same')
    const layers = [{ name: 'weeks', rotation: 'same' }]
    const schedule = { name: 'same', timeZone: 'UTC', roles: { primary: { layers } } }
    expect(await Oncall.recordSchedule(clock('2026-01-02T00:00:00Z'), schedule)).toEqual({ changed: false })
    const lost = { ...schedule, name: 'lost', roles: { primary: { layers: [{ name: 'weeks', rotation: 'nothing' }] } } }
    expect(await codeOf(Oncall.recordSchedule(clock('2026-01-02T00:00:00Z'), lost))).toBe('oncall.rotation-unknown')
  })

  test('answers as it was known then, also after the rotation has changed', async () => {
    await declare('known')
    const before = at('2026-01-13T12:00:00Z')
    expect(await primary(clock('2026-01-13T12:00:00Z'), 'known')).toBe('grace')
    const rotation = { timeZone: 'UTC', start: '2026-01-05T09:00', type: 'weekly' as const }
    const changed = { name: 'known', ...rotation, participants: ['ada', 'zoe', 'linus'] }
    await Oncall.recordRotation(clock('2026-01-14T00:00:00Z'), changed)
    const ctx = clock('2026-01-15T00:00:00Z')
    expect(await primary(ctx, 'known')).toBe('zoe')
    expect(await primary(ctx, 'known', before)).toBe('grace')
    expect(await primary(ctx, 'known', before, ctx.nowMs)).toBe('zoe')
    expect(await primary(ctx, 'known', at('2025-12-31T00:00:00Z'))).toBe('not-known')
    expect(await primary(ctx, 'nowhere')).toBe('not-known')
  })

  test('shows gaps ahead with their reasons', async () => {
    const layers = [{ name: 'days', person: 'ada', restrictions: [{ from: '08:00', to: '20:00' }] }]
    const schedule = { name: 'days', timeZone: 'UTC', roles: { primary: { layers } } }
    const ctx = clock('2026-01-05T08:00:00Z')
    await Oncall.recordSchedule(ctx, schedule)
    const { gaps } = await Oncall.gaps(ctx, { schedule: 'days', days: 1 })
    expect(gaps.map(({ reason, untilMs, fromMs }) => [reason, (untilMs - fromMs) / hourMs])).toEqual([['no-layer', 12]])
  })
})

describe('an override', () => {
  const stretch = { fromMs: at('2026-01-13T00:00:00Z'), untilMs: at('2026-01-14T00:00:00Z') }

  test('counts from its recording until its withdrawal', async () => {
    await declare('cover')
    const input = { schedule: 'cover', person: 'zoe', replaces: 'grace', ...stretch, why: 'dentist' }
    const { id } = await Oncall.addOverride(clock('2026-01-10T00:00:00Z'), input)
    expect(await primary(clock('2026-01-13T06:00:00Z'), 'cover')).toBe('zoe')
    await Oncall.removeOverride(clock('2026-01-13T12:00:00Z'), { overrideId: id })
    const ctx = clock('2026-01-13T18:00:00Z')
    expect(await primary(ctx, 'cover')).toBe('grace')
    expect(await primary(ctx, 'cover', at('2026-01-13T06:00:00Z'))).toBe('zoe')
    expect(await Oncall.removeOverride(ctx, { overrideId: id })).toEqual({ withdrawn: false })
  })

  test('is refused where its time has passed, where no schedule is, and where the kind takes no replaced person', async () => {
    await declare('strict')
    const input = { schedule: 'strict', person: 'zoe', ...stretch }
    expect(await codeOf(Oncall.addOverride(clock('2026-01-14T00:00:00Z'), input))).toBe('oncall.exception-over')
    const ctx = clock('2026-01-10T00:00:00Z')
    expect(await codeOf(Oncall.addOverride(ctx, { ...input, schedule: 'nowhere' }))).toBe('oncall.schedule-unknown')
    const odd = { ...input, kind: 'add' as const, replaces: 'ada' }
    expect(await codeOf(Oncall.addOverride(ctx, odd))).toBe('operation.input-invalid')
    expect(await codeOf(Oncall.removeOverride(ctx, { overrideId: 'ovr_none' }))).toBe('oncall.override-unknown')
  })
})

test('a swap that is taken moves both stretches, and cannot be taken twice', async () => {
  await declare('swap')
  const ctx = clock('2026-01-06T00:00:00Z')
  const week = (from: string, until: string) => ({ fromMs: at(`${from}T09:00:00Z`), untilMs: at(`${until}T09:00:00Z`) })
  const relieved = week('2026-01-12', '2026-01-19')
  const inReturn = week('2026-01-19', '2026-01-26')
  const { id } = await Oncall.requestSwap(ctx, { schedule: 'swap', requester: 'grace', relieved, inReturn })
  const answer = (by: string) => Oncall.answerSwap(ctx, { swapId: id, action: 'accept', by })
  expect(await codeOf(answer('grace'))).toBe('oncall.swap-refused')
  expect(await codeOf(answer('ada'))).toBe('oncall.swap-refused')
  expect(await answer('linus')).toMatchObject({ state: 'accepted', takenBy: 'linus' })
  expect(await codeOf(answer('linus'))).toBe('oncall.swap-refused')
  expect(await primary(ctx, 'swap', relieved.fromMs)).toBe('linus')
  expect(await primary(ctx, 'swap', inReturn.fromMs)).toBe('grace')
  const { items } = await Oncall.listSwaps(ctx, { schedule: 'swap' })
  expect(items.map(({ state }) => state)).toEqual(['accepted'])
})

test('a calendar is read with its token alone, and keeps the ids of its entries', async () => {
  await declare('feed')
  const { path } = await Oncall.makeFeed(clock('2026-01-06T00:00:00Z'), { schedule: 'feed', person: 'grace' })
  const token = path.replace('/calendars/', '')
  const text = await Oncall.readFeed(clock('2026-01-13T00:00:00Z'), token)
  expect(text).toContain('SUMMARY:grace: primary on call for feed')
  expect(text).not.toContain('SUMMARY:ada')
  const uids = (feed: string): string[] => feed.match(/^UID:.*$/gm) ?? []
  expect(uids(await Oncall.readFeed(clock('2026-01-20T00:00:00Z'), token))).toEqual(uids(text))
  expect(await codeOf(Oncall.readFeed(clock('2026-01-13T00:00:00Z'), `${token}x`))).toBe('oncall.feed-unknown')
})
