/** What people type after `/houston` in a chat: words into one request, or a sentence that says what was expected. */
import { type IncidentRole, roleNames } from '../incident/index.ts'
import { type Severity, severities } from '../severity.ts'

export type ChatRequest =
  | { readonly kind: 'help' }
  | { readonly kind: 'incidents' }
  | { readonly kind: 'oncall'; readonly schedule?: string }
  | { readonly kind: 'declare'; readonly service: string; readonly severity?: Severity; readonly title: string }
  | OfIncident

/** About one incident: the one that is named, or else the one whose room it is. */
export type OfIncident = { readonly incidentId?: string } & (
  | { readonly kind: 'show' }
  | { readonly kind: 'have' }
  | { readonly kind: 'role'; readonly role: IncidentRole; readonly person: string; readonly why: string }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'decide'; readonly text: string }
  | { readonly kind: 'cause'; readonly text: string }
  | { readonly kind: 'severity'; readonly severity: Severity; readonly why: string }
  | { readonly kind: 'resolve'; readonly why: string }
  | { readonly kind: 'clear'; readonly why: string }
)

export interface Unreadable {
  readonly kind: 'unreadable'
  readonly sentence: string
}

/** Each verb with what follows it, as `help` shows them. */
export const usages = {
  incidents: 'incidents',
  oncall: 'oncall [SCHEDULE]',
  declare: 'declare SERVICE [SEV1..SEV4] WHAT IS WRONG',
  show: 'show [INCIDENT]',
  have: 'have [INCIDENT]',
  role: 'role [INCIDENT] commander|technical-lead|communications-lead|executive PERSON [WHY]',
  note: 'note [INCIDENT] TEXT',
  decide: 'decide [INCIDENT] TEXT',
  cause: 'cause [INCIDENT] TEXT',
  severity: 'severity [INCIDENT] SEV1..SEV4 WHY',
  resolve: 'resolve [INCIDENT] WHY',
  clear: 'clear [INCIDENT] WHY',
} as const
type Verb = keyof typeof usages

const isVerb = (word: string): word is Verb => Object.hasOwn(usages, word)
const severityOf = (word: string | undefined): Severity | undefined =>
  severities.find((severity) => severity === word?.toUpperCase())

/** A mention as chats write it, `<@U012AB3CD|ann>`, is the name in it. */
const named = (word: string): string => /^<@[^|>]+\|([^>]+)>$/.exec(word)?.[1] ?? word.replace(/^@/, '')

export function readWords(text: string): ChatRequest | Unreadable {
  const [verb = 'help', ...rest] = text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
  const lower = verb.toLowerCase()
  if (lower === 'help') return { kind: 'help' }
  if (!isVerb(lower))
    return {
      kind: 'unreadable',
      sentence: `There is no \`${verb.slice(0, 40)}\`. \`/houston help\` shows what there is.`,
    }
  const read = readVerb(lower, rest)
  return read ?? { kind: 'unreadable', sentence: `Expected \`/houston ${usages[lower]}\`.` }
}

function readVerb(verb: Verb, words: readonly string[]): ChatRequest | undefined {
  if (verb === 'incidents') return { kind: 'incidents' }
  if (verb === 'oncall') return { kind: 'oncall', ...(words[0] !== undefined && { schedule: words[0] }) }
  if (verb === 'declare') return declared(words)
  const [first] = words
  const incidentId = first !== undefined && /^inc_/.test(first) ? first : undefined
  const of = incidentId === undefined ? {} : { incidentId }
  const rest = incidentId === undefined ? words : words.slice(1)
  if (verb === 'show' || verb === 'have') return { kind: verb, ...of }
  if (verb === 'role') return roleOf(rest, of)
  if (verb === 'severity') {
    const severity = severityOf(rest[0])
    const why = rest.slice(1).join(' ')
    return severity === undefined || why === '' ? undefined : { kind: verb, severity, why, ...of }
  }
  const text = rest.join(' ')
  if (text === '') return undefined
  return verb === 'resolve' || verb === 'clear' ? { kind: verb, why: text, ...of } : { kind: verb, text, ...of }
}

function declared([service, ...words]: readonly string[]): ChatRequest | undefined {
  const severity = severityOf(words[0])
  const title = (severity === undefined ? words : words.slice(1)).join(' ')
  if (service === undefined || title === '') return undefined
  return { kind: 'declare', service, title, ...(severity !== undefined && { severity }) }
}

function roleOf(
  [first, person, ...why]: readonly string[],
  of: { readonly incidentId?: string },
): ChatRequest | undefined {
  const role = roleNames.find((name) => name === first?.toLowerCase())
  if (role === undefined || person === undefined) return undefined
  return { kind: 'role', role, person: named(person), why: why.length === 0 ? 'said in chat' : why.join(' '), ...of }
}
