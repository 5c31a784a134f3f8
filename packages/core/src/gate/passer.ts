/** Who can let a release pass a check that holds it: for whoever is asked to, and does not know whom to call. Pure. */
import { personOf, requirementsOf } from './approval.ts'
import type { GateCheckName } from './check.ts'
import { thaw } from './emergency.ts'
import type { GateFacts } from './facts.ts'
import type { CheckDecision } from './gate.ts'
import type { GatePolicy } from './policy.ts'

/** What the answer needs of the facts. */
export type PasserFacts = Pick<GateFacts, 'lane' | 'wave' | 'authors' | 'place'>

const eitherOf = (names: readonly string[]): string => [...new Set(names)].join(' or ')

function approvers({ lane, wave, authors }: PasserFacts, policy: GatePolicy): string {
  const asked = requirementsOf({ lane, wave }, policy).map(({ name, count, roles }) => {
    const people = count === 1 ? 'one person' : `${count} people`
    return `${people} with the role ${eitherOf(roles)} (${name})`
  })
  const except = [...new Set(authors.map(personOf))].filter((name) => name !== '')
  const own = except.length === 0 ? '' : `, none of whom made the change: not ${eitherOf(except)}`
  return `${asked.join(', and ')}${own}.`
}

function reporters(kind: 'security' | 'compliance', { steps }: GatePolicy): string {
  const asked = steps
    .filter((step) => step.kind === kind)
    .map(
      ({ name, reportedBy }) =>
        `${name}, reported by ${reportedBy === undefined ? 'its service' : eitherOf(reportedBy)}`,
    )
  return `Whoever runs the step: it must pass for this artifact (${asked.join('; ')}).`
}

type PasserOf = (held: CheckDecision, facts: PasserFacts, policy: GatePolicy) => string

const passers: Readonly<Record<GateCheckName, PasserOf>> = {
  freeze: () => `Whoever has the role ${eitherOf(thaw.allowedTo)} can lift the freeze (gate.thaw).`,
  calendar: () => 'Nobody: it opens with time. Whoever declares the calendar can give it another window.',
  target: () => 'Whoever drives the other release: it must end, or be aborted.',
  alarm: (_, { place }) => `Whoever mends ${place.service}; a release that replaces the version that burns passes.`,
  incident: () => 'Whoever commands the incident; a release that replaces the version that burns passes.',
  budget: () =>
    'Nobody at once: the budget comes back with time. Whoever declares the policy sets how much must be left.',
  approval: ({ reason }, facts, policy) =>
    reason === 'approval-refused'
      ? 'Whoever refused: a later word of the same person takes the place of the refusal.'
      : approvers(facts, policy),
  security: (_, __, policy) => reporters('security', policy),
  compliance: (_, __, policy) => reporters('compliance', policy),
}

/** Undefined where nothing holds. */
export function passerOf(decision: CheckDecision, facts: PasserFacts, policy: GatePolicy): string | undefined {
  const { check, kind, reason } = decision
  if (kind === 'open') return undefined
  if (reason === 'unknown') return 'Whoever runs the source of the fact: it must answer again.'
  if (reason === 'author-unknown') return 'Nobody: a build that names its author must be released in its place.'
  const said = passers[check](decision, facts, policy)
  const hurries = policy.hotfix.skips.some((name) => name === check)
  return hurries ? `${said} A hotfix passes it.` : said
}
