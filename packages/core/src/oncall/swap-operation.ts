/** Swaps: asked for by one, taken by another, and from then on overrides like any other. */
import * as z from 'zod'
import { withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { defineOperation } from '../operation.ts'
import { nameSchema } from '../service/index.ts'
import { changeSchedule, exceptionOver, scheduleEvent } from './change-operation.ts'
import type { DutySpan } from './duty.ts'
import { swapAnswered, swapRequested } from './event.ts'
import { oncallLimits } from './limits.ts'
import { planKnown, scheduleFromName, scheduleUnknown } from './reading.ts'
import { renderRole } from './render.ts'
import { roleSchema } from './schedule.ts'
import { overrideEntity, swapEntity, swapsOfSchedule } from './store.ts'
import { decideSwap, type Swap, type SwapRefusal, standingSwap, swapId, swapSchema } from './swap.ts'

export const swapUnknown = defineError('oncall.swap-unknown', 'missing', 'No swap has that id.', (id: string) => ({
  message: `There is no swap ${id}.`,
  fields: [{ path: 'swapId', message: 'is not the id of a swap' }],
  wayOut: '`houston oncall swap list` shows them.',
}))
export const swapRefused = defineError(
  'oncall.swap-refused',
  'conflict',
  'The swap cannot be answered like that.',
  (id: string, reason: SwapRefusal, sentence: string) => ({
    message: `Swap ${id}: ${sentence} (${reason}).`,
    fields: [{ path: 'swapId', message: reason }],
    wayOut: 'Look at it with `houston oncall swap list`.',
  }),
)

const stretchInput = z
  .strictObject({ fromMs: z.int().nonnegative(), untilMs: z.int().nonnegative() })
  .refine(({ fromMs, untilMs }) => fromMs < untilMs, { message: 'must be later than fromMs', path: ['untilMs'] })

export const requestSwap = /* @__PURE__ */ defineOperation(
  {
    name: 'oncall.request-swap',
    summary: 'Ask to be relieved of a stretch of duty, perhaps for one in return',
    input: z.strictObject({
      schedule: nameSchema,
      role: roleSchema.default('primary'),
      requester: nameSchema,
      relieved: stretchInput,
      inReturn: stretchInput.optional(),
      offeredTo: nameSchema.optional(),
      note: z.string().max(oncallLimits.swapNoteLetters.value).default(''),
    }),
    allowedTo: ['responder', 'admin'],
  },
  (ctx, input): Promise<Swap> => {
    if (input.relieved.fromMs <= ctx.nowMs) throw exceptionOver(input.relieved.untilMs)
    const id = swapId.derive(ctx.nowMs, ctx.correlationId, JSON.stringify(input))
    const swap = swapSchema.parse({ ...input, id, state: 'requested', requestedAtMs: ctx.nowMs })
    const { schedule, role, requester, offeredTo, relieved } = swap
    const named = { schedule, role, ...relieved, swapId: id, requester }
    const data = { ...named, ...(offeredTo !== undefined && { offeredTo }) }
    return withRetryOnConflict(async () => {
      const write = swapEntity.create({ id, swap, revision: 0 })
      await changeSchedule(ctx, schedule, [write], scheduleEvent(ctx, schedule, swapRequested, data))
      return swap
    })
  },
)

export const answerSwap = /* @__PURE__ */ defineOperation(
  {
    name: 'oncall.answer-swap',
    summary: 'Take a swap, decline it or withdraw it',
    input: z.object({ swapId: swapSchema.shape.id, action: z.enum(['accept', 'decline', 'withdraw']), by: nameSchema }),
    allowedTo: ['responder', 'admin'],
  },
  (ctx, { swapId: id, action, by }): Promise<Swap> =>
    withRetryOnConflict(async () => {
      const found = await swapEntity.get(ctx.store, { id })
      if (found === undefined) throw swapUnknown(id)
      const spans = await spansOf(ctx, found.swap)
      const decision = decideSwap(found.swap, { action, by, spans, nowMs: ctx.nowMs })
      if (decision.kind === 'refused') throw swapRefused(id, decision.reason, decision.sentence)
      const { swap, overrides } = decision
      const writes = [
        swapEntity.replace({ ...found, swap }),
        ...overrides.map((override) => overrideEntity.create({ ...override, revision: 0 })),
      ]
      const data = { schedule: swap.schedule, swapId: id, state: swap.state, by }
      await changeSchedule(ctx, swap.schedule, writes, scheduleEvent(ctx, swap.schedule, swapAnswered, data))
      return swap
    }),
)

/** The role as it stands, over all that is swapped. */
async function spansOf(ctx: Context, { schedule, role, relieved, inReturn }: Swap): Promise<readonly DutySpan[]> {
  const fromMs = Math.min(relieved.fromMs, inReturn?.fromMs ?? relieved.fromMs)
  const untilMs = Math.max(relieved.untilMs, inReturn?.untilMs ?? relieved.untilMs)
  const plan = await planKnown(ctx, schedule, fromMs, ctx.nowMs)
  if (plan === undefined) throw scheduleUnknown(schedule)
  return renderRole(plan, role, { fromMs, untilMs })
}

export const listSwaps = /* @__PURE__ */ defineOperation(
  {
    name: 'oncall.list-swaps',
    summary: "A schedule's swaps, the newest first",
    input: z.object({ schedule: nameSchema }),
    allowedTo: ['viewer', 'responder', 'releaser', 'admin'],
  },
  async (ctx, { schedule }): Promise<{ items: readonly Swap[] }> => {
    await scheduleFromName(ctx, schedule)
    const page = { ...swapsOfSchedule(schedule), limit: 100, newestFirst: true }
    return { items: (await swapEntity.query(ctx.store, page)).items.map(({ swap }) => standingSwap(swap, ctx.nowMs)) }
  },
)
