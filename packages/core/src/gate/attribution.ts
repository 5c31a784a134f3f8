/** What a person puts an incident or an alarm down to, where Houston does not find it: a release that replaces that version passes. */
import * as z from 'zod'
import { commit, eventFor, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineOperation } from '../operation.ts'
import { nameSchema } from '../service/index.ts'
import type { Cause } from './check.ts'
import { gateAttributed } from './event.ts'
import { attributionEntity } from './store.ts'

export async function attributionOf(ctx: Context, subject: string): Promise<Cause | undefined> {
  const found = await attributionEntity.get(ctx.store, { subject })
  return found === undefined ? undefined : { service: found.service, version: found.version }
}

/** The latest word stands; the event of each stays. */
export const attribute = /* @__PURE__ */ defineOperation(
  {
    name: 'gate.attribute',
    summary: 'Say which version an incident or an alarm is put down to',
    input: z.object({
      /** An incident’s id, or an alert’s fingerprint. */
      subject: z.string().min(1).max(512),
      service: nameSchema,
      version: z.string().min(1).max(128),
      why: z.string().trim().min(1, 'say why, in a few words').max(1_000),
    }),
    allowedTo: ['responder', 'releaser', 'admin'],
  },
  (ctx, said): Promise<Cause> =>
    withRetryOnConflict(async () => {
      const found = await attributionEntity.get(ctx.store, said)
      const item = { ...said, by: ctx.actor.id, atMs: ctx.nowMs, revision: found?.revision ?? 0 }
      const aggregate = { id: `attribution:${said.subject}`, sequence: item.revision + 1 }
      await commit(ctx, {
        writes: [found === undefined ? attributionEntity.create(item) : attributionEntity.replace(item)],
        events: [eventFor(ctx, gateAttributed, aggregate, { ...said, by: ctx.actor.id })],
      })
      return { service: said.service, version: said.version }
    }),
)
