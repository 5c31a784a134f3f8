/** What steps and keepers of objectives tell gates. Only services may: a person's word is an approval. */
import * as z from 'zod'
import { actorName } from '../actor.ts'
import { commit, eventFor, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { defineOperation } from '../operation.ts'
import { type BudgetReport, budgetReportSchema } from './budget.ts'
import { budgetReported, stepReported } from './event.ts'
import { type StepResult, stepResultSchema } from './facts.ts'
import { budgetEntity, stepResultEntity } from './store.ts'

export const notAService = defineError(
  'gate.not-a-service',
  'denied',
  'What a step found or how much of a budget is left is reported by services, with a token of their own.',
  (actor: string) => ({
    message: `${actor} is a person; a check’s result is reported by the service that ran it.`,
    wayOut: 'Use the token of the service: an entry of HOUSTON_TOKENS with "kind": "service".',
  }),
)

function refusePeople({ actor }: Context): void {
  if (actor.kind === 'person') throw notAService(actorName(actor))
}

/** The latest report stands. The same one again changes nothing; the event of each stays. */
export const reportStep = /* @__PURE__ */ defineOperation(
  {
    name: 'gate.report-step',
    summary: 'Say what a security or compliance step found in an artifact',
    input: stepResultSchema
      .omit({ atMs: true, by: true })
      .extend({ digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal digits') }),
    allowedTo: ['releaser', 'admin'],
  },
  (ctx, report): Promise<StepResult> => {
    refusePeople(ctx)
    return withRetryOnConflict(async () => {
      const { id, kind, roles } = ctx.actor
      const result: StepResult = { ...report, atMs: ctx.nowMs, by: { id, kind, roles } }
      const found = await stepResultEntity.get(ctx.store, result)
      const item = { ...result, revision: found?.revision ?? 0 }
      const aggregate = { id: `${result.digest}:${result.name}`, sequence: item.revision + 1 }
      await commit(ctx, {
        writes: [found === undefined ? stepResultEntity.create(item) : stepResultEntity.replace(item)],
        events: [eventFor(ctx, stepReported, aggregate, { result })],
      })
      return result
    })
  },
)

/** Counts as known for as long as the policy's `factMaxAge` says: whoever reports goes on reporting. */
export const reportBudget = /* @__PURE__ */ defineOperation(
  {
    name: 'gate.report-budget',
    summary: 'Say how much of a service’s error budget is left',
    input: budgetReportSchema,
    allowedTo: ['releaser', 'admin'],
  },
  (ctx, report): Promise<BudgetReport> => {
    refusePeople(ctx)
    return withRetryOnConflict(async () => {
      const found = await budgetEntity.get(ctx.store, report)
      const item = { ...report, atMs: ctx.nowMs, by: ctx.actor.id, revision: found?.revision ?? 0 }
      const aggregate = { id: `budget:${report.service}`, sequence: item.revision + 1 }
      await commit(ctx, {
        writes: [found === undefined ? budgetEntity.create(item) : budgetEntity.replace(item)],
        events: [eventFor(ctx, budgetReported, aggregate, { budget: report })],
      })
      return report
    })
  },
)
