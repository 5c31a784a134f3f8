/** What the escalation's machine does at each look: the next step with its pages, the sending, and the wait for an answer. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { defineOperation } from '../operation.ts'
import type { PageItem } from '../page/index.ts'
import * as Page from '../page/surface.ts'
import { changeEscalation, fromId } from './change.ts'
import { enactStep } from './enact.ts'
import type { Escalation } from './escalation.ts'
import { escalationIdSchema } from './event.ts'
import { resolveLevels } from './level.ts'
import { escalationLimits } from './limits.ts'
import { decideStep, type StepDecision, type StepFacts } from './step.ts'
import { escalationEntity } from './store.ts'

export const alreadyDriven = defineError(
  'escalation.already-driven',
  'conflict',
  'Another execution drives the escalation.',
  (id: string, executionId: string) => ({
    message: `Escalation ${id} is driven by ${executionId}.`,
    wayOut: 'Let that execution go on; one is enough.',
  }),
)

export interface Look {
  readonly ended: boolean
  /** When it must be looked at again, unless somebody answers before. */
  readonly deadlineMs: number
  /** What was seen of people's answers: a wait begins only where there were none since. */
  readonly answers: number
}

/** A step and what is to be told of an answer are two looks at most, and one that finds both done. */
const looksAtOnce = 4

export const takeStep = /* @__PURE__ */ defineOperation(
  {
    name: 'escalation.take-step',
    summary: 'Page the next level, or find that nothing is due',
    input: z.object({
      escalationId: escalationIdSchema,
      executionId: z.string(),
      /** The execution whose work this one goes on with. */
      takesOver: z.string().optional(),
    }),
    allowedTo: [],
  },
  async (ctx, { escalationId: id, executionId, takesOver }): Promise<Look> => {
    for (let looks = 0; looks < looksAtOnce; looks++) {
      const look = await lookOnce(ctx, id, { executionId, takesOver })
      if (look !== undefined) return look
    }
    const { answers } = await fromId(ctx, id)
    return { ended: false, deadlineMs: ctx.nowMs, answers }
  },
)

interface Driver {
  readonly executionId: string
  readonly takesOver?: string | undefined
}

/** Undefined where it did something: whoever looks again finds what is next. */
async function lookOnce(ctx: Context, id: Escalation['id'], driver: Driver): Promise<Look | undefined> {
  let found: Look | undefined
  await changeEscalation(ctx, id, async (escalation) => {
    refuseSecond(escalation, driver)
    const pages = await Page.listByEscalation(ctx, id)
    const decision = decideStep(escalation, await factsOf(ctx, escalation, pages), ctx.nowMs)
    found = lookOf(escalation, decision)
    const driven = { ...escalation, executionId: driver.executionId }
    if (found === undefined) return enactStep(ctx, driven, decision, pages)
    return escalation.executionId === driver.executionId ? undefined : { next: driven, events: [] }
  })
  return found
}

function refuseSecond({ id, executionId }: Escalation, driver: Driver): void {
  const mayDrive = executionId === undefined || executionId === driver.executionId || executionId === driver.takesOver
  if (!mayDrive) throw alreadyDriven(id, executionId)
}

function lookOf({ answers }: Escalation, decision: StepDecision): Look | undefined {
  if (decision.kind === 'wait') return { ended: false, deadlineMs: decision.untilMs, answers }
  return decision.kind === 'end' ? { ended: true, deadlineMs: 0, answers } : undefined
}

export async function factsOf(ctx: Context, escalation: Escalation, pages: readonly PageItem[]): Promise<StepFacts> {
  const { state, policy, owner, round, step } = escalation
  const ofStep = pages.filter((page) => page.action === 'trigger' && page.round === round && page.step === step - 1)
  const count = (states: readonly PageItem['state'][]): number =>
    ofStep.filter((page) => states.includes(page.state)).length
  return {
    levels: state === 'ended' ? [] : await resolveLevels(ctx, policy, owner),
    pages: {
      reached: count(['sent', 'bundled']),
      pending: count(['planned', 'sending']),
      failed: count(['failed', 'held']),
    },
    planned: pages.filter(Page.isOpen).length,
  }
}

/** Sends what is due and says how long the machine waits: until the deadline, or until the next page is due. */
export const sendPages = /* @__PURE__ */ defineOperation(
  {
    name: 'escalation.send-pages',
    summary: "Send what is due of an escalation's pages",
    input: z.object({ escalationId: escalationIdSchema, deadlineMs: z.int() }),
    allowedTo: [],
  },
  async (ctx, { escalationId: id, deadlineMs }): Promise<{ waitSec: number }> => {
    const footing = async (): Promise<Page.Footing> => {
      const escalation = await fromId(ctx, id)
      return { standing: escalation, unchanged: escalationEntity.checkUnchanged(escalation) }
    }
    const dueMs = await Page.sendDue(ctx, { escalationId: id, footing })
    // A level that nobody could be reached of is over before its time.
    const escalation = await fromId(ctx, id)
    const decision = decideStep(
      escalation,
      await factsOf(ctx, escalation, await Page.listByEscalation(ctx, id)),
      ctx.nowMs,
    )
    const nextMs = decision.kind === 'wait' ? Math.min(deadlineMs, decision.untilMs, dueMs ?? deadlineMs) : ctx.nowMs
    const waitMs = Math.max(escalationLimits.shortestWaitMs.value, nextMs - ctx.nowMs)
    // Rounded up: a wait that ends early would only begin anew.
    return { waitSec: Math.ceil(waitMs / 1_000) }
  },
)

/** Gives people the token that ends the machine's wait. Where they acted since the last look, it ends at once. */
export const awaitAnswer = /* @__PURE__ */ defineOperation(
  {
    name: 'escalation.await-answer',
    summary: 'Wait for an answer or the deadline',
    input: z.object({ escalationId: escalationIdSchema, taskToken: z.string(), answers: z.int() }),
    allowedTo: [],
  },
  async (ctx, { escalationId: id, taskToken, answers }): Promise<{ waiting: boolean }> => {
    const escalation = await changeEscalation(ctx, id, (current) =>
      current.answers === answers ? { next: { ...current, taskToken }, events: [] } : undefined,
    )
    const waiting = escalation.answers === answers
    if (!waiting) await ctx.ports.workflow.succeed(taskToken, {})
    return { waiting }
  },
)
