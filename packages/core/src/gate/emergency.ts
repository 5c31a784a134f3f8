/** A freeze by command, for an emergency: declared at once, lifted by whoever says why. */
import * as z from 'zod'
import { commit, eventFor } from '../commit.ts'
import { defineError } from '../error.ts'
import { defineOperation } from '../operation.ts'
import { declareFreeze } from './declare.ts'
import { freezeLifted } from './event.ts'
import { freezeSchema } from './freeze.ts'
import { freezeEntity } from './store.ts'

const why = z.string().trim().min(1, 'say why, in a few words').max(1_000)

export const freezeUnknown = defineError(
  'gate.freeze-unknown',
  'missing',
  'No freeze has that name.',
  (name: string) => ({
    message: `There is no freeze ${name}.`,
    fields: [{ path: 'name', message: `${name} is not declared` }],
    wayOut: '`houston freezes` lists them.',
  }),
)

export const freezeOver = defineError(
  'gate.freeze-over',
  'input',
  'A freeze by command would end before it begins.',
  (untilMs: number, nowMs: number) => ({
    message: `The freeze would be over at once: it ends ${nowMs - untilMs} ms before now.`,
    fields: [{ path: 'untilMs', message: 'must be later than now' }],
    wayOut: 'Give a later end, or none: then it holds until it is lifted.',
  }),
)

/** Holds from now on. Without an end it holds until it is lifted. */
export const freeze = /* @__PURE__ */ defineOperation(
  {
    name: 'gate.freeze',
    summary: 'Freeze releases at once; rollbacks go on',
    input: z.object({
      name: freezeSchema.shape.name.default('emergency'),
      why,
      appliesTo: freezeSchema.shape.appliesTo.default({}),
      untilMs: z.int().optional(),
      /** False: releases under way go on, only new ones wait. */
      stopsReleasesUnderWay: z.boolean().default(true),
    }),
    allowedTo: ['responder', 'releaser', 'admin'],
  },
  async (ctx, { name, why: reason, appliesTo, untilMs, stopsReleasesUnderWay }) => {
    if (untilMs !== undefined && untilMs <= ctx.nowMs) throw freezeOver(untilMs, ctx.nowMs)
    const end = untilMs === undefined ? {} : { untilMs }
    const declared = { name, reason, appliesTo, fromMs: ctx.nowMs, ...end, stopsReleasesUnderWay }
    await declareFreeze(ctx, declared)
    return declared
  },
)

/** Takes a freeze back. One that is declared in a file comes back with the next `houston apply`. */
export const thaw = /* @__PURE__ */ defineOperation(
  {
    name: 'gate.thaw',
    summary: 'Lift a freeze',
    input: z.object({ name: freezeSchema.shape.name, why }),
    allowedTo: ['responder', 'releaser', 'admin'],
  },
  async (ctx, { name, why: reason }): Promise<{ lifted: boolean }> => {
    const found = await freezeEntity.get(ctx.store, { name })
    if (found === undefined) throw freezeUnknown(name)
    if (found.lifted !== undefined) return { lifted: false }
    const by = ctx.actor.id
    const next = { ...found, lifted: { by, why: reason, atMs: ctx.nowMs }, changedAtMs: ctx.nowMs }
    const data = { freeze: name, by, why: reason }
    await commit(ctx, {
      writes: [freezeEntity.replace(next)],
      events: [eventFor(ctx, freezeLifted, { id: name, sequence: found.revision + 1 }, data)],
    })
    return { lifted: true }
  },
)
