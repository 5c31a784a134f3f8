/** Declaring levers and splits, listing them, and asking for what they do. */
import * as z from 'zod'
import { commit, eventFor, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import type { IncidentId } from '../incident/index.ts'
import { canonicalJson } from '../json.ts'
import { defineOperation } from '../operation.ts'
import { leverRecorded, leverRunRequested, splitRecorded } from './event.ts'
import { leverRunId, leverSchema, leverUnknown, splitSchema, weightProblems, weightsWrong } from './lever.ts'
import { leverLimits } from './limits.ts'
import { allLevers, allSplits, type LeverItem, leverEntity, type SplitItem, splitEntity } from './store.ts'

export const leverUrlRefused = defineError(
  'lever.url-refused',
  'input',
  'The webhook of a lever leads where Houston does not go.',
  (sentence: string) => ({
    message: `The webhook cannot be called: ${sentence}`,
    fields: [{ path: 'spec.by.webhook', message: sentence }],
    wayOut: 'Give a public https address, or allow the range with HOUSTON_OUTBOUND_ALLOWED.',
  }),
)

function refuseUrl(ctx: Context, url: string): void {
  const refused = ctx.ports.outbound.refuse(url)
  if (refused !== undefined) throw leverUrlRefused(refused.sentence)
}

export const record = /* @__PURE__ */ defineOperation(
  {
    name: 'lever.record',
    summary: 'Declare an emergency lever or change it',
    input: leverSchema,
    allowedTo: ['admin'],
  },
  async (ctx, lever): Promise<{ changed: boolean }> => {
    if ('webhook' in lever.by) refuseUrl(ctx, lever.by.webhook)
    const found = await leverEntity.get(ctx.store, { name: lever.name })
    const { isPulled = false, latestRunId, revision = 0 } = found ?? {}
    const next: LeverItem = { ...lever, isPulled, ...(latestRunId !== undefined && { latestRunId }), revision }
    if (found !== undefined && canonicalJson(found) === canonicalJson(next)) return { changed: false }
    const event = eventFor(ctx, leverRecorded, { id: lever.name, sequence: next.revision + 1 }, { lever })
    await commit(ctx, {
      writes: [found === undefined ? leverEntity.create(next) : leverEntity.replace(next)],
      events: [event],
    })
    return { changed: true }
  },
)

export const recordSplit = /* @__PURE__ */ defineOperation(
  {
    name: 'lever.record-split',
    summary: 'Declare a split of traffic or change it',
    input: splitSchema,
    allowedTo: ['admin'],
  },
  async (ctx, split): Promise<{ changed: boolean }> => {
    refuseUrl(ctx, split.by.webhook)
    const found = await splitEntity.get(ctx.store, { name: split.name })
    const next: SplitItem = {
      ...split,
      ...(found?.weights !== undefined && { weights: found.weights }),
      ...(found?.latestRunId !== undefined && { latestRunId: found.latestRunId }),
      revision: found?.revision ?? 0,
    }
    if (found !== undefined && canonicalJson(found) === canonicalJson(next)) return { changed: false }
    // A name of its own: a split and a lever of one name would share their events.
    const aggregate = { id: `split-${split.name}`, sequence: next.revision + 1 }
    await commit(ctx, {
      writes: [found === undefined ? splitEntity.create(next) : splitEntity.replace(next)],
      events: [eventFor(ctx, splitRecorded, aggregate, { split })],
    })
    return { changed: true }
  },
)

export const list = /* @__PURE__ */ defineOperation(
  {
    name: 'lever.list',
    summary: 'Emergency levers and splits of traffic, and how they stand',
    input: z.object({ service: z.string().optional() }),
    allowedTo: ['viewer', 'responder', 'releaser', 'admin'],
  },
  async (ctx, { service }): Promise<{ levers: readonly LeverItem[]; splits: readonly SplitItem[] }> => {
    const limit = leverLimits.levers.value
    const [levers, splits] = await Promise.all([
      leverEntity.queryAll(ctx.store, { ...allLevers, limit }),
      splitEntity.queryAll(ctx.store, { ...allSplits, limit }),
    ])
    const ofIt = (item: { service: string }): boolean => service === undefined || item.service === service
    return { levers: levers.filter(ofIt), splits: splits.filter(ofIt) }
  },
)

/** What the webhooks of a lever or split are signed with; made from Houston's own secret, and kept nowhere. */
export const secret = /* @__PURE__ */ defineOperation(
  {
    name: 'lever.secret',
    summary: 'Tell what the webhook of a lever or split is signed with',
    input: z.object({ name: z.string() }),
    allowedTo: ['admin'],
  },
  async (ctx, { name }): Promise<{ secret: string }> => {
    const [lever, split] = [await leverEntity.get(ctx.store, { name }), await splitEntity.get(ctx.store, { name })]
    if (lever === undefined && split === undefined) throw leverUnknown(name)
    return { secret: signingSecretOf(ctx, name) }
  },
)

const sealedOf = (name: string): string => `lever/${name}`
const signingSecretOf = (ctx: Context, name: string): string => ctx.ports.seals.make(sealedOf(name))
/** That and what it was under secrets that still count: no lever fails because Houston's own secret was changed. */
export const signingSecretsOf = (ctx: Context, name: string): readonly string[] =>
  ctx.ports.seals.makeEach(sealedOf(name))

export async function fromName(ctx: Context, name: string): Promise<LeverItem> {
  const found = await leverEntity.get(ctx.store, { name })
  if (found === undefined) throw leverUnknown(name)
  return found
}

interface Asked {
  readonly incidentId: IncidentId
  readonly why: string
}

/** Has the lever's webhook called. */
export const requestPull = (
  ctx: Context,
  name: string,
  { incidentId, why, url, restores }: Asked & { readonly url: string; readonly restores: boolean },
): Promise<LeverItem> =>
  withRetryOnConflict(async () => {
    const lever = await fromName(ctx, name)
    const run = { runId: leverRunId.create(ctx.nowMs, ctx.random), incidentId, name, service: lever.service, url, why }
    const data = { ...run, action: restores ? ('restore' as const) : ('pull' as const), by: ctx.actor.id }
    const event = eventFor(ctx, leverRunRequested, { id: name, sequence: lever.revision + 1 }, data)
    await commit(ctx, { writes: [leverEntity.replace({ ...lever, latestRunId: run.runId })], events: [event] })
    return lever
  })

/** Has the shares set, which are checked here against what was declared. */
export const requestShift = (
  ctx: Context,
  name: string,
  { incidentId, why, weights }: Asked & { readonly weights: Readonly<Record<string, number>> },
): Promise<SplitItem> =>
  withRetryOnConflict(async () => {
    const split = await splitEntity.get(ctx.store, { name })
    if (split === undefined) throw leverUnknown(name)
    const problems = weightProblems(split, weights)
    if (problems.length > 0) throw weightsWrong(name, problems)
    const whole = Object.fromEntries(split.targets.map((target) => [target.name, weights[target.name] ?? 0]))
    const run = { runId: leverRunId.create(ctx.nowMs, ctx.random), incidentId, name, service: split.service, why }
    const data = { ...run, action: 'shift' as const, weights: whole, url: split.by.webhook, by: ctx.actor.id }
    const aggregate = { id: `split-${name}`, sequence: split.revision + 1 }
    await commit(ctx, {
      writes: [splitEntity.replace({ ...split, latestRunId: run.runId })],
      events: [eventFor(ctx, leverRunRequested, aggregate, data)],
    })
    return { ...split, weights: whole }
  })

interface Run {
  readonly runId: string
  readonly name: string
  readonly action: 'pull' | 'restore' | 'shift'
}

/** Whether somebody asked for something else since: a pull that is tried for long must not undo the restoring after it. */
export async function isSuperseded(ctx: Context, { runId, name, action }: Run): Promise<boolean> {
  const found = await (action === 'shift' ? splitEntity.get(ctx.store, { name }) : leverEntity.get(ctx.store, { name }))
  return found?.latestRunId !== undefined && found.latestRunId !== runId
}

/** The webhook took it: from now on it stands so. What failed leaves everything as it was. */
export const settle = (
  ctx: Context,
  name: string,
  { action, weights }: { readonly action: 'pull' | 'restore' | 'shift'; readonly weights?: Weights | undefined },
): Promise<void> =>
  withRetryOnConflict(async () => {
    if (action === 'shift') {
      const split = await splitEntity.get(ctx.store, { name })
      if (split !== undefined && weights !== undefined)
        await commit(ctx, { writes: [splitEntity.replace({ ...split, weights: { ...weights } })] })
      return
    }
    const lever = await leverEntity.get(ctx.store, { name })
    if (lever !== undefined)
      await commit(ctx, { writes: [leverEntity.replace({ ...lever, isPulled: action === 'pull' })] })
  })

type Weights = Readonly<Record<string, number>>

/** `eu-west-1 20 %, us-east-1 80 %`. */
export const weightsText = (weights: Readonly<Record<string, number>>): string =>
  Object.entries(weights)
    // The table keeps no order.
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, share]) => `${name} ${share} %`)
    .join(', ')
