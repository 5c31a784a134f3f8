/** The example in `examples/follow-the-sun`: three sites, their clocks changing on three days of the year, and never nobody. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import * as z from 'zod'
import { dayMs } from '../clock.ts'
import { measureLoad } from './load.ts'
import { planOf } from './plan.ts'
import { onCallAt, renderRole } from './render.ts'
import { type RotationSpec, rotationDocumentSchema } from './rotation.ts'
import { scheduleDocumentSchema } from './schedule.ts'
import { findDoubleBookings, findGaps } from './trouble.ts'

const documentSchema = z.discriminatedUnion('kind', [rotationDocumentSchema, scheduleDocumentSchema])

function readExample() {
  const text = readFileSync(new URL('../../../../examples/follow-the-sun/oncall.yaml', import.meta.url), 'utf8')
  const documents = parseAllDocuments(text).map((document) => documentSchema.parse(document.toJS()))
  const rotations = new Map<string, RotationSpec>()
  for (const { kind, metadata, spec } of documents) if (kind === 'Rotation') rotations.set(metadata.name, spec)
  const schedule = documents.find(({ kind }) => kind === 'Schedule')
  if (schedule?.kind !== 'Schedule') throw new Error('the example has a schedule')
  return planOf({ name: schedule.metadata.name, ...schedule.spec }, rotations)
}

const plan = readExample()
const period = { fromMs: Date.parse('2026-01-05T00:00:00Z'), untilMs: Date.parse('2036-01-05T00:00:00Z') - dayMs }
const primary = renderRole(plan, 'primary', period)
const secondary = renderRole(plan, 'secondary', period)

test('has no gap and no double booking in ten years', () => {
  for (const role of ['primary', 'secondary', 'manager', 'executive'] as const)
    expect(findGaps(renderRole(plan, role, period))).toEqual([])
  const rendered = [
    { schedule: 'shop', role: 'primary' as const, spans: primary },
    { schedule: 'shop', role: 'secondary' as const, spans: secondary },
  ]
  expect(findDoubleBookings(rendered)).toEqual([])
})

test.each([
  ['2026-07-07T03:00:00Z', 'ivan', 'singapore'],
  ['2026-07-07T12:00:00Z', 'grace', 'dublin'],
  ['2026-07-07T20:00:00Z', 'claude', 'seattle'],
])('answers by day at %s', (time, _, layer) => {
  const duty = onCallAt(plan, 'primary', Date.parse(time))
  expect(duty.kind === 'held' && duty.holders[0].source).toMatchObject({ kind: 'layer', layer })
})

test('keeps everybody below a quarter of their time, and out of their nights', () => {
  const rendered = [
    { schedule: 'shop', role: 'primary' as const, spans: primary },
    { schedule: 'shop', role: 'secondary' as const, spans: secondary },
  ]
  const zones: [string, string][] = [
    ...['ada', 'barbara', 'claude', 'dorothy'].map((person): [string, string] => [person, 'America/Los_Angeles']),
    ...['edith', 'frances', 'grace', 'hedy'].map((person): [string, string] => [person, 'Europe/Dublin']),
    ...['ivan', 'jean', 'katherine', 'linus'].map((person): [string, string] => [person, 'Asia/Singapore']),
  ]
  const report = measureLoad({ period, rendered, pages: [], timeZones: new Map(zones), timeZoneOtherwise: 'UTC' })
  expect(report.warnings).toEqual([])
  expect(report.loads).toHaveLength(12)
  expect(report.spreads.nightMs.most).toBe(0)
})
