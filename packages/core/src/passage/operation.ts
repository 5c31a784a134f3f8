/** The gate before a wave as the release machine goes through it: look, wait for a token, be woken, look again. */
import * as z from 'zod'
import { isoTime } from '../clock.ts'
import { commit, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { decideGate, type GateDecision } from '../gate/index.ts'
import { defineOperation } from '../operation.ts'
import type { TableWrite } from '../port/table.ts'
import {
  approvalRequested,
  type PassageItem,
  type Reason,
  type ReleaseChange,
  type ReleaseItem,
  releaseIdSchema,
} from '../release/index.ts'
import * as Release from '../release/surface.ts'
import { gateHeld, gateOpened } from './event.ts'
import { gatherFacts } from './gather.ts'
import { decideNext, type Next, reasonKey } from './next.ts'
import { subjectOf } from './subject.ts'

const waveInput = z.object({ releaseId: releaseIdSchema, waveIndex: z.int().nonnegative() })

/** What the machine branches on. */
export type Passage =
  | { readonly kind: 'open' }
  /** The first instant to look again, in ISO 8601. */
  | { readonly kind: 'wait'; readonly until: string }
  | { readonly kind: 'give-up'; readonly reason: Reason }

/** The decision, and what it was made of. */
export async function decideNow(ctx: Context, release: ReleaseItem, waveIndex: number, askedAtMs: number) {
  const [subject, policy] = await Promise.all([subjectOf(ctx, release, waveIndex), Release.policyFor(ctx, release)])
  const facts = await gatherFacts(ctx, subject, askedAtMs)
  return { decision: decideGate(facts, policy, ctx.nowMs), facts, policy }
}

interface Looked {
  readonly passage: Passage
  /** What is to be written, and the release's event where the reasons changed. */
  readonly write?: TableWrite
  readonly event?: Pick<ReleaseChange, 'facts' | 'event'>
}

/** Decides anew each time; the decision is on record before the machine hears of it, as an event where its reasons changed. */
export const check = /* @__PURE__ */ defineOperation(
  { name: 'passage.check', summary: 'Ask the gate before a wave', input: waveInput, allowedTo: [] },
  (ctx, { releaseId, waveIndex }): Promise<Passage> =>
    withRetryOnConflict(async () => {
      let looked: Looked | undefined
      await Release.change(ctx, releaseId, async (release) => {
        // Whoever lost a race looks again, with the facts of then.
        looked = await look(ctx, release, waveIndex)
        const { write, event } = looked
        return write === undefined || event === undefined ? undefined : { ...event, writes: [write] }
      })
      if (looked === undefined) throw new Error(`release ${releaseId} was not looked at`)
      if (looked.write !== undefined && looked.event === undefined) await commit(ctx, { writes: [looked.write] })
      return looked.passage
    }),
)

async function look(ctx: Context, release: ReleaseItem, waveIndex: number): Promise<Looked> {
  const key = { releaseId: release.id, waveIndex }
  const before = await Release.passageOf(ctx, key)
  if (release.abortedBy !== undefined) return abandoned(release, before)
  // The task was repeated: what was opened stays open.
  if (before?.openedAtMs !== undefined || release.waveIndex >= waveIndex) return { passage: { kind: 'open' } }
  const { decision } = await decideNow(ctx, release, waveIndex, before?.askedAtMs ?? ctx.nowMs)
  const next = decideNext(decision, before ?? { checkCount: 0, heldRounds: 0 }, ctx.nowMs)
  const after = passageAfter(ctx, key, before, decision, next)
  const changed = before === undefined || reasonKey(before.decision) !== reasonKey(decision)
  return {
    passage: answerOf(next),
    write: Release.writePassage(after),
    ...(changed && { event: told(release, after, decision) }),
  }
}

/** Nothing waits at the gate of a release that somebody stopped. */
function abandoned({ reason, abortedBy }: ReleaseItem, before: PassageItem | undefined): Looked {
  const why = reason ?? { code: 'aborted', sentence: `${abortedBy} aborted it.` }
  const passage = { kind: 'give-up', reason: why } as const
  if (before?.taskToken === undefined) return { passage }
  const { taskToken: _, ...rest } = before
  return { passage, write: Release.writePassage(rest) }
}

function answerOf(next: Next): Passage {
  return next.kind === 'wait' ? { kind: 'wait', until: isoTime(next.untilMs) } : next
}

function passageAfter(
  ctx: Context,
  key: Pick<PassageItem, 'releaseId' | 'waveIndex'>,
  before: PassageItem | undefined,
  decision: GateDecision,
  next: Next,
): PassageItem {
  const wakes = before?.wakes ?? 0
  return {
    ...key,
    askedAtMs: before?.askedAtMs ?? ctx.nowMs,
    checkedAtMs: ctx.nowMs,
    checkCount: (before?.checkCount ?? 0) + 1,
    heldRounds: next.kind === 'wait' ? next.heldRounds : 0,
    ...(next.kind === 'wait' && next.heldSinceMs !== undefined && { heldSinceMs: next.heldSinceMs }),
    decision: Release.storedDecision(decision),
    ...(next.kind === 'wait' && { againAtMs: next.untilMs }),
    wakes,
    wakesSeen: wakes,
    ...(next.kind === 'open' && { openedAtMs: ctx.nowMs }),
    revision: before?.revision ?? 0,
  }
}

/** The state says whom it waits for: people who approve, or anything else. */
function told(release: ReleaseItem, { waveIndex, askedAtMs }: PassageItem, decision: GateDecision) {
  const wave = Release.waveFacts(release, waveIndex)
  const { sentence, opensAtMs } = decision
  if (decision.kind === 'open') {
    const checks = decision.checks.map((each) => ({ ...each }))
    const data = { ...wave, sentence, checks, exceptions: decision.exceptions.length, askedAtMs }
    return { facts: {}, event: Release.happened(gateOpened, data) }
  }
  const reasons = decision.reasons.map((reason) => ({ ...reason }))
  const data = { ...wave, sentence, reasons, ...(opensAtMs !== undefined && { opensAtMs }) }
  return reasons.some((reason) => reason.check === 'approval')
    ? { facts: { state: 'awaiting-approval' as const }, event: Release.happened(approvalRequested, data) }
    : { facts: { state: 'held' as const }, event: Release.happened(gateHeld, data) }
}

/** The machine waits until it is woken or the time comes. What happened since the last look wakes it at once. */
export const awaitOpening = /* @__PURE__ */ defineOperation(
  {
    name: 'passage.await',
    summary: 'Wait at the gate before a wave',
    input: z.object({ ...waveInput.shape, taskToken: z.string() }),
    allowedTo: [],
  },
  (ctx, { releaseId, waveIndex, taskToken }): Promise<{ waiting: boolean }> =>
    withRetryOnConflict(async () => {
      Release.refuseAborted(await Release.fromId(ctx, releaseId))
      const found = await Release.passageOf(ctx, { releaseId, waveIndex })
      if (found === undefined) throw new Error(`release ${releaseId} has not asked at the gate of wave ${waveIndex}`)
      await commit(ctx, { writes: [Release.writePassage({ ...found, taskToken })] })
      const waiting = found.openedAtMs === undefined && found.wakes === found.wakesSeen
      if (!waiting) await ctx.ports.workflow.succeed(taskToken, { woken: true })
      return { waiting }
    }),
)
