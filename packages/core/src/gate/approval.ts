/** Approvals: enough people, of the right roles, for this artifact, recently, and never the author. */
import { formatDuration } from '../duration.ts'
import { closed, type Finding, listed, open, waitsFor } from './check.ts'
import { readFact } from './fact.ts'
import type { Approval, GateFacts } from './facts.ts'
import type { ApprovalRequirement, GatePolicy } from './policy.ts'

/** What approvals are judged by: no more of the gate's facts. */
export type ApprovalFacts = Pick<GateFacts, 'lane' | 'wave' | 'digest' | 'authors' | 'approvals'>

/** The hotfix lane asks for one approval, whatever the plan asks for. */
export function requirementsOf(
  facts: Pick<GateFacts, 'lane' | 'wave'>,
  { approvals, hotfix }: GatePolicy,
): readonly ApprovalRequirement[] {
  if (facts.lane === 'hotfix') return [{ name: 'hotfix', count: 1, roles: hotfix.roles, validFor: hotfix.validFor }]
  return approvals.filter(({ wave }) => wave === undefined || wave === facts.wave.name)
}

/** Names are compared as people are: case and surrounding space tell nobody apart. */
export const personOf = (name: string): string => name.trim().toLowerCase()

/** The latest word of each person about each thing; of two at one instant the refusal stands. */
function standing(approvals: readonly Approval[], digest: string, nowMs: number): readonly Approval[] {
  const latest = new Map<string, Approval>()
  for (const approval of approvals) {
    if (approval.digest !== digest || approval.atMs > nowMs) continue
    const key = JSON.stringify([personOf(approval.by.id), approval.wave ?? null])
    const before = latest.get(key)
    const newer = before === undefined || approval.atMs > before.atMs
    if (newer || (approval.atMs === before.atMs && approval.decision === 'refused')) latest.set(key, approval)
  }
  return [...latest.values()]
}

const hasRole = ({ by }: Approval, { roles }: ApprovalRequirement): boolean =>
  by.kind === 'person' && by.roles.some((role) => roles.includes(role))

const isAbout = ({ wave }: Approval, requirement: ApprovalRequirement): boolean => wave === requirement.wave

/** Valid from its instant until before `validFor` has passed. */
const isValid = ({ atMs }: Approval, { validFor }: ApprovalRequirement, nowMs: number): boolean =>
  nowMs < atMs + validFor

interface Place {
  readonly requirement: ApprovalRequirement
  readonly candidates: readonly Approval[]
}

/** Gives each place a person of its own, as many as can be (augmenting paths); the places that stay empty. */
function emptyPlaces(places: readonly Place[]): readonly Place[] {
  const placeOf = new Map<string, Place>()
  const seat = (place: Place, tried: Set<string>): boolean =>
    place.candidates.some(({ by }) => {
      const person = personOf(by.id)
      if (tried.has(person)) return false
      tried.add(person)
      const seated = placeOf.get(person)
      if (seated !== undefined && !seat(seated, tried)) return false
      placeOf.set(person, place)
      return true
    })
  return places.filter((place) => !seat(place, new Set()))
}

export function checkApproval(facts: ApprovalFacts, policy: GatePolicy, nowMs: number): Finding {
  const requirements = requirementsOf(facts, policy)
  if (requirements.length === 0) return open('not-required', 'No approval is asked for.')
  const authors = new Set(facts.authors.map(personOf).filter((name) => name !== ''))
  if (authors.size === 0)
    return closed('author-unknown', 'The author is not known, and nobody may approve a change of their own.')
  const read = readFact('Who has approved', facts.approvals, policy.factMaxAge, nowMs)
  if ('held' in read) return read.held
  const words = standing(read.value, facts.digest, nowMs)
  const refusals = words.filter(
    (word) =>
      word.decision === 'refused' &&
      requirements.some((each) => hasRole(word, each) && (word.wave === undefined || isAbout(word, each))),
  )
  const refusal = refusals[0]
  if (refusal !== undefined) return closed('approval-refused', `${refusal.by.id} has refused: ${refusal.why}`)
  const others = words.filter(({ decision, by }) => decision === 'approved' && !authors.has(personOf(by.id)))
  const places = requirements.flatMap((requirement): Place[] => {
    const candidates = others.filter(
      (word) => hasRole(word, requirement) && isAbout(word, requirement) && isValid(word, requirement, nowMs),
    )
    return Array.from({ length: requirement.count }, () => ({ requirement, candidates }))
  })
  const empty = emptyPlaces(places)
  if (empty.length > 0) return missing(empty, places.length, words, authors, nowMs)
  return open('approved', `Approved by ${listed(others.map(({ by, why }) => `${by.id} (${why})`))}.`)
}

/** Which approvals are missing, and why those that are there do not count. */
function missing(
  empty: readonly Place[],
  total: number,
  words: readonly Approval[],
  authors: ReadonlySet<string>,
  nowMs: number,
): Finding {
  const wanted = [...new Set(empty.map(({ requirement }) => requirement))]
  const asked = wanted.map(({ name, roles }) => `${name} (${roles.join(' or ')})`)
  const own = words.filter(({ by }) => authors.has(personOf(by.id))).map(({ by }) => `${by.id} is an author`)
  const expired = words
    .filter((word) => wanted.some((each) => isAbout(word, each) && hasRole(word, each) && !isValid(word, each, nowMs)))
    .map(({ by, atMs }) => `${by.id}’s is ${formatDuration(nowMs - atMs)} old`)
  const not = [...own, ...expired]
  const uncounted = not.length === 0 ? '' : ` Not counted: ${listed(not)}.`
  return waitsFor(
    'approval-missing',
    `${empty.length} of ${total} approvals are missing: ${listed(asked)}.${uncounted}`,
  )
}
