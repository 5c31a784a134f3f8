/** Schedules for the tests beside this file. */
import { type Override, overrideId, type Temporary, temporaryId } from './exception.ts'
import { type Plan, planOf } from './plan.ts'
import { type Role, scheduleSchema } from './schedule.ts'

export const at = (text: string): number => Date.parse(text)

/** Ada, Grace and Linus by weeks from Monday 2026-01-05, 09:00 UTC; `layers` lie above. */
export function weeklyPlan(layers: readonly object[] = [], roles: object = {}): Plan {
  const rotation = {
    timeZone: 'UTC',
    start: '2026-01-05T09:00',
    type: 'weekly',
    participants: ['ada', 'grace', 'linus'],
  }
  const schedule = {
    name: 'shop',
    timeZone: 'UTC',
    roles: { primary: { layers: [{ name: 'weeks', rotation }, ...layers] }, ...roles },
  }
  return planOf(scheduleSchema.parse(schedule), new Map())
}

interface Facts {
  readonly from: string
  readonly until: string
  readonly recordedAtMs?: number
  readonly withdrawnAtMs?: number
  readonly role?: Role
  readonly schedule?: string
}

const knownFacts = ({ from, until, recordedAtMs = 0, withdrawnAtMs, role = 'primary', schedule = 'shop' }: Facts) => ({
  schedule,
  role,
  fromMs: at(from),
  untilMs: at(until),
  recordedAtMs,
  ...(withdrawnAtMs !== undefined && { withdrawnAtMs }),
  recordedBy: 'ada',
  why: '',
})

type Kind = { kind: 'add' | 'remove'; person: string } | { kind: 'replace'; person: string; replaces?: string }

export function override(kind: Kind, facts: Facts): Override {
  return { ...kind, id: overrideId.derive(facts.recordedAtMs ?? 0, kind.kind, kind.person), ...knownFacts(facts) }
}

export function temporary(facts: Facts, shifts: readonly [person: string, from: string, until: string][]): Temporary {
  return {
    id: temporaryId.derive(facts.recordedAtMs ?? 0, facts.from),
    shifts: shifts.map(([person, from, until]) => ({ person, fromMs: at(from), untilMs: at(until) })),
    ...knownFacts(facts),
  }
}
