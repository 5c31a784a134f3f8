/** Facts of a release that nothing holds, and the things that may hold it: what tests of the gate begin with. */
import { dayMs, hourMs, minuteMs } from '../../packages/core/src/clock.ts'
import {
  type Approval,
  type Calendar,
  calendarDocumentSchema,
  calendarOf,
  decideGate,
  type Freeze,
  freezeDocumentSchema,
  freezeOf,
  type GateFacts,
  type GatePolicy,
  gatePolicySchema,
  known,
} from '../../packages/core/src/gate/index.ts'

export const nowMs = Date.parse('2026-03-04T10:00:00Z')
export const policy = gatePolicySchema.parse({})

export const calm: GateFacts = {
  releaseId: 'rel_new',
  lane: 'ordinary',
  place: { service: 'shop', stage: 'production', region: 'eu-west-1', owner: 'store', tier: 1 },
  version: 'v2',
  digest: 'sha256:2',
  replaces: 'v1',
  replacesLater: [],
  authors: ['ann', 'ann@example.com'],
  riskScore: 4,
  wave: { index: 0, name: 'alpha', weightPercent: 1 },
  askedAtMs: nowMs,
  freezes: known([], nowMs),
  calendars: known([], nowMs),
  holder: known(null, nowMs),
  alarms: known([], nowMs),
  incidents: known([], nowMs),
  dependencies: known(['payments'], nowMs),
  budget: known({ leftShare: 0.6, windowMs: 30 * dayMs }, nowMs),
  approvals: known([], nowMs),
  steps: known([], nowMs),
}
export const factNames = ['freezes', 'calendars', 'holder', 'alarms', 'incidents', 'dependencies', 'budget'] as const

export const freezeFrom = (spec: object): Freeze =>
  freezeOf(
    freezeDocumentSchema.parse({
      apiVersion: 'houston.dev/v1',
      kind: 'Freeze',
      metadata: { name: 'sale' },
      spec: { reason: 'sale', ...spec },
    }),
  )
export const calendarFrom = (name: string, ...timeIntervals: object[]): Calendar =>
  calendarOf(
    calendarDocumentSchema.parse({
      apiVersion: 'houston.dev/v1',
      kind: 'Calendar',
      metadata: { name },
      spec: { timeIntervals },
    }),
  )

export const burning = { service: 'shop', version: 'v1' }
export const alarm = (cause?: { service: string; version: string }) => ({
  name: 'errors',
  state: 'firing' as const,
  sinceMs: nowMs - minuteMs,
  cause,
})
export const incident = (facts: object) => ({ id: 'inc_1', service: 'shop', title: 'down', sinceMs: nowMs, ...facts })
export const word = (
  id: string,
  facts: Partial<Approval> = {},
  roles: Approval['by']['roles'] = ['releaser'],
): Approval => ({
  digest: 'sha256:2',
  decision: 'approved',
  by: { kind: 'person', id, roles },
  atMs: nowMs - hourMs,
  why: 'read it',
  ...facts,
})

export const decide = (facts: Partial<GateFacts>, over: GatePolicy = policy, atMs = nowMs) =>
  decideGate({ ...calm, ...facts }, over, atMs)
export const reasonsOf = (facts: Partial<GateFacts>, over: GatePolicy = policy, atMs = nowMs): string[] =>
  decide(facts, over, atMs).reasons.map(({ check, reason }) => `${check}: ${reason}`)
