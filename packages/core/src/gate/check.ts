/** What one gate check answers: open, closed, or what it waits for; always with a reason and a sentence that holds the numbers. */

/** In the order in which people read them. */
export const gateCheckNames = [
  'freeze',
  'calendar',
  'target',
  'alarm',
  'incident',
  'budget',
  'approval',
  'security',
  'compliance',
] as const
export type GateCheckName = (typeof gateCheckNames)[number]

/** Every reason there is, with what it means. */
export const gateReasons = {
  'not-frozen': 'No freeze holds the release.',
  frozen: 'A freeze holds the release until a known time.',
  'frozen-until-lifted': 'A freeze without an end holds the release until somebody takes it back.',
  'no-calendar': 'No calendar restricts the release.',
  'inside-window': 'Every calendar that restricts the release is open.',
  'outside-window': 'A calendar is closed and opens at a known time.',
  jitter: 'A calendar is open, and the release’s own start behind the opening has not come.',
  'never-opens': 'A calendar has no opening within ten years, or freezes and calendars leave none.',
  'target-free': 'Nothing else holds the target.',
  'target-held': 'Another release holds the target.',
  'no-alarm': 'No alarm of the service fires.',
  'alarm-firing': 'An alarm of the service fires.',
  'alarm-blind': 'An alarm of the service has no data.',
  'no-incident': 'No incident that counts is active on the service or on what it depends on.',
  'incident-active': 'An incident is active on the service or on what it depends on.',
  'budget-left': 'More of the error budget is left than the policy asks for.',
  'budget-spent': 'Less of the error budget is left than the policy asks for.',
  'budget-not-declared': 'Nobody has declared an error budget; it holds only where the policy asks for one.',
  'not-required': 'The policy asks for nothing here.',
  approved: 'All approvals are there.',
  'approval-missing': 'An approval is missing, has expired, or was given by somebody who may not.',
  'approval-refused': 'Somebody who may approve has refused.',
  'author-unknown': 'It is not known whose change it is, so nobody can be known to be somebody else.',
  'steps-passed': 'Every step has passed, recently and for this artifact.',
  'step-failed': 'A step has failed.',
  'step-missing': 'A step has no result for this artifact, or only one that is too old.',
  unknown: 'A fact that decides is not known, or not known any more.',
  'rollback-never-held': 'A rollback is never held.',
  'hotfix-skips': 'The hotfix lane skips this check.',
  'fixes-what-burns': 'What burns is the version that the release replaces.',
} as const satisfies Record<string, string>
export type GateReason = keyof typeof gateReasons

/** The version that a firing alarm, an incident or a burning budget is put down to. */
export interface Cause {
  readonly service: string
  readonly version: string
}

export interface OpenFinding {
  readonly kind: 'open'
  readonly reason: GateReason
  readonly sentence: string
}

/** `closed` needs somebody to change something; `waits-for` opens by itself or by what the sentence names. */
export interface HeldFinding {
  readonly kind: 'closed' | 'waits-for'
  readonly reason: GateReason
  readonly sentence: string
  /** The first instant at which this check alone is open. Only of checks that time alone opens. */
  readonly opensAtMs?: number
  /** What each of the things that hold is put down to; `undefined` where that is not known. */
  readonly causes?: readonly (Cause | undefined)[]
}

export type Finding = OpenFinding | HeldFinding

export const open = (reason: GateReason, sentence: string): OpenFinding => ({ kind: 'open', reason, sentence })
export const closed = (reason: GateReason, sentence: string): HeldFinding => ({ kind: 'closed', reason, sentence })
export const waitsFor = (
  reason: GateReason,
  sentence: string,
  facts: Pick<HeldFinding, 'opensAtMs' | 'causes'> = {},
): HeldFinding => ({ kind: 'waits-for', reason, sentence, ...facts })

/** `a`, `a and b`, `a, b and 3 more` */
export function listed(items: readonly string[], shown = 3): string {
  if (items.length > shown) return `${items.slice(0, shown).join(', ')} and ${items.length - shown} more`
  const last = items.at(-1) ?? 'none'
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`
}

/** At most four decimals of a per cent, without trailing zeros. */
export const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`
