/** Which pages a step makes. Pure: the same step makes the same pages with the same keys, however often it is planned. */
import { noticesFor, type PersonItem } from '../person/index.ts'
import { type Channel, followedChannels, type PageAction } from '../port/pager.ts'
import type { Severity } from '../severity.ts'
import { pageId } from './event.ts'
import { pageLimits } from './limits.ts'
import type { PageItem } from './page.ts'

/** What the pages are about. */
export interface PageSubject {
  readonly escalationId: string
  readonly incidentId?: string | undefined
  readonly service: string
  readonly severity: Severity
  readonly title: string
  readonly correlationId: string
  readonly startedAtMs: number
}

export interface PageStepFacts {
  readonly round: number
  readonly step: number
  readonly sentence: string
  readonly isUrgent: boolean
}

type Addressee = { readonly channel: Channel; readonly address: string; readonly person?: string | undefined }

const cut = (text: string, letters: number): string =>
  text.length <= letters ? text : `${text.slice(0, letters - 1)}…`

interface MessageFacts extends PageStepFacts {
  readonly action: PageAction
  readonly dueAtMs: number
  /** What tells this page from others of the same step to the same address. */
  readonly part: string
  readonly receipt?: string | undefined
}

function pageOf(subject: PageSubject, to: Addressee, facts: MessageFacts, nowMs: number): PageItem {
  const { round, step, part, action } = facts
  const about = subject.incidentId ?? subject.escalationId
  const key = [about, `r${round}`, `s${step}`, to.person ?? '-', to.channel, part, action].join('/')
  const { correlationId, escalationId, incidentId, service, severity } = subject
  return {
    revision: 0,
    id: pageId.derive(subject.startedAtMs, escalationId, key, to.address),
    key,
    subject: about,
    action,
    address: to.address,
    channel: to.channel,
    ...(to.person !== undefined && { person: to.person }),
    escalationId,
    ...(incidentId !== undefined && { incidentId }),
    service,
    severity,
    title: cut(subject.title, pageLimits.titleLetters.value),
    sentence: cut(facts.sentence, pageLimits.sentenceLetters.value),
    correlationId,
    round,
    step,
    state: 'planned',
    plannedAtMs: nowMs,
    dueAtMs: facts.dueAtMs,
    isUrgent: facts.isUrgent,
    attempts: 0,
    bundled: 0,
    ...(facts.receipt !== undefined && { receipt: facts.receipt }),
  }
}

/** One page for each notice that the person wants of this severity. */
export function planForPerson(
  subject: PageSubject,
  person: PersonItem,
  facts: PageStepFacts,
  nowMs: number,
): readonly PageItem[] {
  return noticesFor(person, subject.severity).flatMap(({ contact, after }, index) => {
    const to = person.contacts.find(({ name }) => name === contact)
    if (to === undefined) return []
    const dueAtMs = nowMs + (facts.isUrgent ? 0 : after)
    const message = { ...facts, action: 'trigger' as const, dueAtMs, part: `${index}` }
    return [pageOf(subject, { channel: to.channel, address: to.address, person: person.name }, message, nowMs)]
  })
}

export const planForAddress = (
  subject: PageSubject,
  to: { readonly channel: Channel; readonly address: string },
  facts: PageStepFacts,
  nowMs: number,
): PageItem => pageOf(subject, to, { ...facts, action: 'trigger', dueAtMs: nowMs, part: to.address }, nowMs)

/**
 * Tells those who were asked what became of it: one page for each address that follows, in the place where the first page went. What came
 * from a channel's provider is not sent back to it.
 */
export function planTelling(
  subject: PageSubject,
  sent: readonly PageItem[],
  telling: PageStepFacts & {
    readonly action: 'acknowledge' | 'resolve' | 'note'
    readonly part: string
    readonly except?: string
  },
  nowMs: number,
): readonly PageItem[] {
  const told = new Set<string>()
  return sent.flatMap((page) => {
    const { channel, address, person, receipt } = page
    const place = `${channel} ${address}`
    const wasAsked = page.action === 'trigger' && (page.state === 'sent' || page.state === 'sending')
    if (!wasAsked || !follows(channel, telling.action) || channel === telling.except || told.has(place)) return []
    told.add(place)
    const facts = { ...telling, dueAtMs: nowMs, receipt }
    return [pageOf(subject, { channel, address, person }, facts, nowMs)]
  })
}

/** A note goes where there is a thread to read it in. */
const follows = (channel: Channel, action: PageAction): boolean =>
  action === 'note' ? channel === 'slack' : followedChannels.includes(channel)
