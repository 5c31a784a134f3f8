/** Houston's own policies, one for each severity: what a team has that declares none. */
import { hourMs, minuteMs } from '../clock.ts'
import type { Severity } from '../severity.ts'
import { type Policy, policySchema } from './policy.ts'

const role = (name: 'primary' | 'secondary' | 'manager' | 'executive') => ({ role: name })

/** SEV1: an answer within 15 minutes, the vice president told at once. SEV2: an hour. SEV3: four. SEV4: the next business day. */
export const builtInPolicies: Readonly<Record<Severity, Policy>> = {
  SEV1: policySchema.parse({
    name: 'built-in-sev1',
    description: 'An outage: primary and executive at once, an answer within 15 minutes',
    levels: [
      { name: 'first-response', targets: [role('primary'), role('executive')], wait: 5 * minuteMs },
      { name: 'service-expertise', targets: [role('secondary')], wait: 5 * minuteMs },
      { name: 'development-team', targets: [role('manager')], wait: 5 * minuteMs },
      { name: 'executive', targets: [role('executive')], wait: 10 * minuteMs },
    ],
    repeats: 2,
    answerWithin: 15 * minuteMs,
    staleAfter: 30 * minuteMs,
  }),
  SEV2: policySchema.parse({
    name: 'built-in-sev2',
    description: 'Degraded: an answer within an hour',
    levels: [
      { name: 'first-response', targets: [role('primary')], wait: 20 * minuteMs },
      { name: 'service-expertise', targets: [role('secondary')], wait: 20 * minuteMs },
      { name: 'development-team', targets: [role('manager')], wait: 20 * minuteMs },
      { name: 'executive', targets: [role('executive')], wait: 30 * minuteMs },
    ],
    repeats: 1,
    answerWithin: hourMs,
    staleAfter: 2 * hourMs,
  }),
  SEV3: policySchema.parse({
    name: 'built-in-sev3',
    description: 'No customer notices: an answer within four hours',
    levels: [
      { name: 'first-response', targets: [role('primary')], wait: 2 * hourMs },
      { name: 'service-expertise', targets: [role('secondary')], wait: 2 * hourMs },
      { name: 'development-team', targets: [role('manager')], wait: 4 * hourMs },
    ],
    repeats: 0,
    answerWithin: 4 * hourMs,
    staleAfter: 24 * hourMs,
  }),
  SEV4: policySchema.parse({
    name: 'built-in-sev4',
    description: 'Cosmetic: somebody looks on the next business day',
    levels: [
      { name: 'first-response', targets: [role('primary')], wait: 9 * hourMs, when: 'responder-day' },
      { name: 'development-team', targets: [role('manager')], wait: 24 * hourMs, when: 'responder-day' },
    ],
    repeats: 0,
    answerWithin: 24 * hourMs,
    staleAfter: 7 * 24 * hourMs,
  }),
}
