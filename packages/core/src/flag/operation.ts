/** What can be done with flags: declare one, let it go out, turn it off, look at it. */
import * as z from 'zod'
import { actorName } from '../actor.ts'
import { commit, eventFor, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import type { EventDeclaration } from '../event.ts'
import { canonicalJson } from '../json.ts'
import { defineOperation } from '../operation.ts'
import { causeSchema } from '../release/index.ts'
import * as Service from '../service/operation.ts'
import { drive } from './drive.ts'
import { flagDeclared, flagExposed, flagOffRequested } from './event.ts'
import { flagSchema } from './flag.ts'
import { type FlagItem, flagMoving, flagSpecSchema, flagUnknown } from './item.ts'
import { flagLimits } from './limits.ts'
import { allFlags, flagEntity } from './store.ts'

export { driveFlags } from './drive.ts'

const keyInput = z.object({ key: flagSchema.shape.key })
const why = z.string().trim().min(1, 'say why, in a few words').max(1_000)
const readers = ['viewer', 'responder', 'releaser', 'admin'] as const

export async function fromKey(ctx: Context, key: string): Promise<FlagItem> {
  const found = await flagEntity.get(ctx.store, { key })
  if (found === undefined) throw flagUnknown(key)
  return found
}

const isAtRest = ({ state }: Pick<FlagItem, 'state'>): boolean => state === 'dark' || state === 'off'

/** Declares a flag, dark; or changes one that nobody has. */
export const record = /* @__PURE__ */ defineOperation(
  {
    name: 'flag.record',
    summary: 'Declare a flag or change it',
    input: z.object({ ...keyInput.shape, ...flagSpecSchema.shape }),
    allowedTo: ['admin'],
  },
  async (ctx, { key, ...spec }): Promise<{ changed: boolean }> => {
    await Service.fromName(ctx, spec.service)
    const found = await flagEntity.get(ctx.store, { key })
    const fresh = { state: 'dark', waveIndex: -1, sinceMs: ctx.nowMs, moving: false, readUntilMs: ctx.nowMs } as const
    const rest = { key, counters: '{}', sentence: '' }
    const next: FlagItem = { ...fresh, ...rest, ...found, ...spec, revision: found?.revision ?? 0 }
    if (found !== undefined && canonicalJson(found) === canonicalJson(next)) return { changed: false }
    if (found !== undefined && !isAtRest(found)) throw flagMoving(key, found.state)
    const event = eventOf(ctx, next, flagDeclared, { key, service: spec.service })
    const write = found === undefined ? flagEntity.create(next) : flagEntity.replace(next)
    await commit(ctx, { writes: [write], events: [event] })
    return { changed: true }
  },
)

/** Two events at most come of one revision. */
const eventOf = <Data>(ctx: Context, { key, revision }: FlagItem, event: EventDeclaration<Data>, data: NoInfer<Data>) =>
  eventFor(ctx, event, { id: key, sequence: (revision + 1) * 2 }, data)

/** Lets a flag go out in its waves; one that was turned off begins anew. */
export const expose = /* @__PURE__ */ defineOperation(
  {
    name: 'flag.expose',
    summary: 'Let a flag go out in its waves',
    input: z.object({ ...keyInput.shape, why }),
    allowedTo: ['releaser', 'admin'],
  },
  (ctx, { key, why: reason }): Promise<FlagItem> =>
    withRetryOnConflict(async () => {
      const flag = await fromKey(ctx, key)
      if (flag.moving && flag.offBecause === undefined) return flag
      if (!isAtRest(flag)) throw flagMoving(key, flag.state)
      const anew = {
        state: 'dark',
        waveIndex: -1,
        sinceMs: ctx.nowMs,
        offBecause: undefined,
        outcome: undefined,
      } as const
      const next: FlagItem = { ...flag, ...anew, moving: true, judge: undefined, better: undefined }
      const data = { key, service: flag.service, by: actorName(ctx.actor), why: reason }
      await commit(ctx, { writes: [flagEntity.replace(next)], events: [eventOf(ctx, flag, flagExposed, data)] })
      return { ...next, revision: next.revision + 1 }
    }),
)

/** Turns a flag off: asked for at once, and by every tick until nobody has it. Harmless when repeated. */
export const off = /* @__PURE__ */ defineOperation(
  {
    name: 'flag.off',
    summary: 'Turn a flag off',
    input: z.object({ ...keyInput.shape, why, cause: causeSchema.default({ kind: 'person' }) }),
    allowedTo: ['responder', 'releaser', 'admin'],
  },
  async (ctx, { key, why: reason, cause }): Promise<FlagItem> => {
    const wanted = await withRetryOnConflict(async () => {
      const flag = await fromKey(ctx, key)
      if (flag.state === 'off' || flag.offBecause !== undefined) return flag
      const next: FlagItem = { ...flag, moving: true, offBecause: `${actorName(ctx.actor)}: ${reason}` }
      const data = { key, service: flag.service, by: actorName(ctx.actor), why: reason, cause }
      await commit(ctx, { writes: [flagEntity.replace(next)], events: [eventOf(ctx, flag, flagOffRequested, data)] })
      return { ...next, revision: next.revision + 1 }
    })
    if (wanted.state === 'off') return wanted
    // At once: nobody waits for a tick. What fails now is tried again by the next one.
    try {
      const turning = await drive(ctx, wanted, [])
      return turning.state === 'turning-off' ? await drive(ctx, turning, []) : turning
    } catch (error) {
      ctx.log.warn('a flag could not be turned off at once', { key, error })
      return wanted
    }
  },
)

export const get = /* @__PURE__ */ defineOperation(
  { name: 'flag.get', summary: 'One flag', input: keyInput, allowedTo: readers },
  (ctx, { key }): Promise<FlagItem> => fromKey(ctx, key),
)

export const list = /* @__PURE__ */ defineOperation(
  { name: 'flag.list', summary: 'All flags', input: z.object({}), allowedTo: readers },
  async (ctx): Promise<{ items: readonly FlagItem[] }> => ({
    items: await flagEntity.queryAll(ctx.store, { index: 'gsi2', pk: allFlags, limit: flagLimits.flags.value }),
  }),
)
