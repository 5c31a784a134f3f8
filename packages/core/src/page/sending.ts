/** Sends what is due of an escalation's pages: each is claimed on the version of the escalation that was read, then sent, then settled. */
import { commit, commitConflict, eventFor } from '../commit.ts'
import type { Context } from '../context.ts'
import type { PersonItem } from '../person/index.ts'
import * as Person from '../person/operation.ts'
import type { PageResult } from '../port/pager.ts'
import type { TableWrite } from '../port/table.ts'
import { bundleWith } from './bundle.ts'
import { decidePage, type PageDecision, type PageFacts, type Standing } from './decide.ts'
import { pageFailed, pageHeld, pageSent } from './event.ts'
import { pageLimits } from './limits.ts'
import { isOpen, type PageItem } from './page.ts'
import { decideTry } from './retry.ts'
import { pageEntity, pagesOfEscalation, pagesToPerson } from './store.ts'

/** The newest pages of an escalation, in order. */
export async function listByEscalation(ctx: Context, escalationId: string): Promise<readonly PageItem[]> {
  const query = { ...pagesOfEscalation(escalationId), limit: pageLimits.pagesPerEscalation.value, newestFirst: true }
  return (await pageEntity.query(ctx.store, query)).items.toReversed()
}

/** The escalation as it was read, and what makes a write depend on its being so still. */
export interface Footing {
  readonly standing: Standing
  readonly unchanged: TableWrite
}

export interface SendingFacts {
  readonly escalationId: string
  /** Reads the escalation anew. */
  footing(): Promise<Footing>
}

/** Gives the instant at which the next page is due; undefined where none is left. */
export async function sendDue(ctx: Context, { escalationId, footing }: SendingFacts): Promise<number | undefined> {
  const pages = await listByEscalation(ctx, escalationId)
  const open = pages.filter(isOpen)
  const names = open.flatMap(({ person }) => (person === undefined ? [] : [person]))
  const people = await Person.listByNames(ctx, names)
  const counts = new Map<string, number>()
  for (const { person, action, state } of pages)
    if (person !== undefined && action === 'trigger' && (state === 'sent' || state === 'sending'))
      counts.set(person, (counts.get(person) ?? 0) + 1)
  const claimed: PageItem[] = []
  const dueMs: number[] = []
  // One after the other: claims of one escalation depend on one item, and would refuse each other.
  for (const page of open) {
    const outcome = await claim(ctx, page, { footing, people, counts })
    if (typeof outcome === 'number') dueMs.push(outcome)
    else if (outcome !== undefined) claimed.push(outcome)
  }
  const again = await Promise.all(claimed.map((page) => sendOne(ctx, page)))
  return [...dueMs, ...again.filter((atMs) => atMs !== undefined)].sort((a, b) => a - b)[0]
}

interface ClaimFacts {
  readonly footing: SendingFacts['footing']
  readonly people: ReadonlyMap<string, PersonItem>
  /** Triggers sent so far, by person; a claim adds to it. */
  readonly counts: Map<string, number>
}

const claimAttempts = 5

/** The claimed page, or when it is due, or nothing where it is settled. Whoever changes the escalation meanwhile makes it decide anew. */
async function claim(ctx: Context, page: PageItem, facts: ClaimFacts): Promise<PageItem | number | undefined> {
  for (let tries = 1; ; tries++) {
    const current = await pageEntity.get(ctx.store, page)
    if (current === undefined || !isOpen(current)) return undefined
    const { standing, unchanged } = await facts.footing()
    const person = current.person === undefined ? undefined : facts.people.get(current.person)
    const decision = decidePage(current, await factsOf(ctx, current, { standing, person, facts }), ctx.nowMs)
    try {
      return await enact(ctx, current, decision, { unchanged, facts })
    } catch (error) {
      if (!commitConflict.is(error)) throw error
      // Left to the next look; it is soon.
      if (tries >= claimAttempts) return ctx.nowMs
    }
  }
}

async function factsOf(
  ctx: Context,
  page: PageItem,
  { standing, person, facts }: { standing: Standing; person: PersonItem | undefined; facts: ClaimFacts },
): Promise<PageFacts> {
  const sentOfEscalation = facts.counts.get(page.person ?? '') ?? 0
  if (page.person === undefined || page.action !== 'trigger' || page.isUrgent || standing.severity === 'SEV1')
    return { standing, person, sentOfEscalation, sentLatelyAtMs: [] }
  const query = { ...pagesToPerson(page.person), limit: pageLimits.recentPages.value, newestFirst: true }
  const { items } = await pageEntity.query(ctx.store, query)
  const same = items.filter(({ channel, address, action, state }) => {
    return channel === page.channel && address === page.address && action === 'trigger' && state === 'sent'
  })
  const sentLatelyAtMs = same.map(({ settledAtMs = 0 }) => settledAtMs).sort((a, b) => a - b)
  return { standing, person, sentOfEscalation, sentLatelyAtMs }
}

async function enact(
  ctx: Context,
  page: PageItem,
  decision: PageDecision,
  { unchanged, facts }: { unchanged: TableWrite; facts: ClaimFacts },
): Promise<PageItem | number | undefined> {
  switch (decision.kind) {
    case 'settled':
      return undefined
    case 'hold': {
      const { reason, sentence } = decision
      const held: PageItem = { ...page, state: 'held', reason, detail: sentence, settledAtMs: ctx.nowMs }
      const event = eventFor(own(ctx, page), pageHeld, aggregateOf(page), { ...eventSubject(page), reason, sentence })
      await commit(ctx, { writes: [pageEntity.replace(held), unchanged], events: [event] })
      return undefined
    }
    case 'later': {
      const { reason, untilMs } = decision
      if ((reason === 'quiet-hours' || reason === 'burst') && untilMs !== page.dueAtMs)
        await commit(ctx, { writes: [pageEntity.replace({ ...page, dueAtMs: untilMs, deferredFor: reason })] })
      return untilMs
    }
    case 'send': {
      const { page: whole, writes } = await bundleWith(ctx, page)
      const claimed: PageItem = {
        ...whole,
        state: 'sending',
        attempts: page.attempts + 1,
        sendingSinceMs: ctx.nowMs,
      }
      await commit(ctx, { writes: [pageEntity.replace(claimed), unchanged, ...writes] })
      if (page.person !== undefined && page.attempts === 0)
        facts.counts.set(page.person, (facts.counts.get(page.person) ?? 0) + 1)
      return { ...claimed, revision: claimed.revision + 1 }
    }
  }
}

/** Sends a claimed page and writes down what came of it; gives when it is tried again. */
async function sendOne(ctx: Context, page: PageItem): Promise<number | undefined> {
  const result = await trySending(ctx, page)
  const decision = decideTry(result, page.attempts, ctx.nowMs)
  const { id: _, state: __, ...rest } = page
  const settled: PageItem =
    decision.kind === 'again'
      ? {
          ...rest,
          id: page.id,
          state: 'planned',
          dueAtMs: decision.dueAtMs,
          deferredFor: 'retry',
          detail: decision.detail,
        }
      : {
          ...rest,
          id: page.id,
          state: decision.kind,
          settledAtMs: ctx.nowMs,
          ...(decision.kind === 'sent' && decision.receipt !== undefined && { receipt: decision.receipt }),
          ...(decision.kind === 'failed' && { reason: decision.reason, detail: decision.detail }),
        }
  const { attempts, bundled } = page
  const subject = eventSubject(page)
  const event =
    decision.kind === 'sent'
      ? eventFor(own(ctx, page), pageSent, aggregateOf(page), { ...subject, attempts, bundled })
      : decision.kind === 'failed'
        ? eventFor(own(ctx, page), pageFailed, aggregateOf(page), {
            ...subject,
            attempts,
            reason: decision.reason,
            detail: decision.detail,
          })
        : undefined
  if (decision.kind !== 'sent')
    ctx.log.warn('a page was not sent', {
      page: page.id,
      channel: page.channel,
      reason: decision.reason,
      detail: decision.detail,
    })
  try {
    await commit(ctx, { writes: [pageEntity.replace(settled)], events: event === undefined ? [] : [event] })
  } catch (error) {
    // Somebody took it for left behind and sent it with the same key: theirs counts.
    if (!commitConflict.is(error)) throw error
  }
  return decision.kind === 'again' ? decision.dueAtMs : undefined
}

async function trySending(ctx: Context, page: PageItem): Promise<PageResult> {
  const { key, subject, action, address, severity, service, title, sentence, person, escalationId, incidentId } = page
  const { channel, plannedAtMs: atMs, receipt } = page
  const about = { key, subject, action, address, severity, service, title, sentence, escalationId, atMs }
  const named = { ...(person !== undefined && { person }), ...(incidentId !== undefined && { incidentId }) }
  try {
    return await ctx.ports.pager(channel).send({ ...about, ...named, ...(receipt !== undefined && { receipt }) })
  } catch (error) {
    // The port never throws; where it does, whether the page left is not known.
    ctx.log.error('a pager threw', { channel, error })
    return { kind: 'failed', reason: 'answer-lost', detail: error instanceof Error ? error.message : String(error) }
  }
}

const own = (ctx: Context, { correlationId }: PageItem): Context => ({ ...ctx, correlationId })
const aggregateOf = ({ id, revision }: PageItem) => ({ id, sequence: revision + 1 })

const eventSubject = ({ id, escalationId, incidentId, service, severity, person, channel, action }: PageItem) => ({
  pageId: id,
  escalationId,
  ...(incidentId !== undefined && { incidentId }),
  service,
  severity,
  ...(person !== undefined && { person }),
  channel,
  action,
})
