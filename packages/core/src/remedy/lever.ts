/** Pulling a lever and shifting traffic against the harm: one command each, recorded; and what the webhook answered. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import type { IncidentItem } from '../incident/index.ts'
import * as Incident from '../incident/surface.ts'
import { weightsSchema } from '../lever/index.ts'
import * as Lever from '../lever/surface.ts'
import { defineOperation } from '../operation.ts'
import { nameSchema } from '../service/index.ts'
import { flagOff } from './flag-off.ts'
import { remedyInput } from './rollback.ts'

export const flagLeverRestored = defineError(
  'remedy.flag-lever-restored',
  'input',
  'A lever that is a flag goes out again in waves, not at once.',
  (key: string) => ({
    message: `The lever is the flag ${key}: it is exposed again in waves that are judged.`,
    fields: [{ path: 'restores', message: 'a flag is not restored by its lever' }],
    wayOut: `houston flag expose ${key}`,
  }),
)

export const pullLever = /* @__PURE__ */ defineOperation(
  {
    name: 'remedy.pull-lever',
    summary: 'Pull a declared lever against the harm of an incident, or restore it',
    input: z.object({ ...remedyInput, lever: nameSchema, restores: z.boolean().default(false) }),
    allowedTo: ['responder', 'admin'],
  },
  async (ctx, { incidentId, lever: name, why, restores }): Promise<IncidentItem> => {
    const incident = await Incident.fromId(ctx, incidentId)
    Incident.refuseIn(incident, 'remedy')
    const lever = await Lever.fromName(ctx, name)
    if ('flag' in lever.by) {
      if (restores) throw flagLeverRestored(lever.by.flag)
      return flagOff(ctx, { incidentId, key: lever.by.flag, why: `${why} (lever ${name}: ${lever.does})` })
    }
    await Lever.requestPull(ctx, name, { incidentId: incident.id, why, url: lever.by.webhook, restores })
    const sentence = restores
      ? `${ctx.actor.id} restores the lever ${name}: ${why}.`
      : `${ctx.actor.id} pulls the lever ${name} (${lever.does}): ${why}. Expected: ${lever.expect}. Undone by: ${lever.undo}.`
    return asked(ctx, incident, { remedy: 'pull-lever', subject: name, sentence })
  },
)

export const shiftTraffic = /* @__PURE__ */ defineOperation(
  {
    name: 'remedy.shift-traffic',
    summary: 'Shift the traffic of a declared split against the harm of an incident',
    input: z.object({ ...remedyInput, split: nameSchema, weights: weightsSchema }),
    allowedTo: ['responder', 'admin'],
  },
  async (ctx, { incidentId, split, weights, why }): Promise<IncidentItem> => {
    const incident = await Incident.fromId(ctx, incidentId)
    Incident.refuseIn(incident, 'remedy')
    const { weights: whole = weights } = await Lever.requestShift(ctx, split, { incidentId: incident.id, why, weights })
    const sentence = `${ctx.actor.id} shifts ${split} to ${Lever.weightsText(whole)}: ${why}.`
    return asked(ctx, incident, { remedy: 'shift-traffic', subject: split, sentence })
  },
)

const asked = (
  ctx: Context,
  { id: incidentId }: IncidentItem,
  facts: { remedy: 'pull-lever' | 'shift-traffic'; subject: string; sentence: string },
): Promise<IncidentItem> => Incident.recordRemedy(ctx, { incidentId, outcome: 'requested', source: 'person', ...facts })

export const leverUnreachable = defineError(
  'remedy.lever-unreachable',
  'retryable',
  'The webhook of a lever did not answer as it should, and may later.',
  (name: string, detail: string) => ({ message: `${name}: ${detail}`, wayOut: 'It is called again.' }),
)

/** Calls the webhook of what was asked for, and tells the incident what it answered. Whoever is called drops what it has seen by its key. */
export const runLever = /* @__PURE__ */ defineOperation(
  {
    name: 'remedy.run-lever',
    summary: 'Call the webhook of a lever or a split of traffic',
    input: z.object({
      runId: z.string(),
      incidentId: remedyInput.incidentId,
      name: z.string(),
      service: z.string(),
      action: z.enum(['pull', 'restore', 'shift']),
      weights: weightsSchema.optional(),
      url: z.string(),
      by: z.string(),
      why: z.string(),
    }),
    allowedTo: [],
  },
  async (ctx, { url, ...run }): Promise<{ kind: 'done' | 'failed' }> => {
    const { name, action, weights } = run
    const late = await whyNotAnyMore(ctx, run)
    if (late !== undefined) return heard(ctx, run, late)
    const result = await ctx.ports.courier('webhook').send({
      key: run.runId,
      to: url,
      subject: name,
      text: '',
      json: run,
      signingSecrets: Lever.signingSecretsOf(ctx, name),
    })
    if (result.kind === 'failed') {
      // Said once: whoever waits for the lever may do something else.
      const sentence = `${name}: ${action} is not done yet, ${result.detail}. It is tried again.`
      await Incident.takeFact(ctx, { incidentId: run.incidentId, sentence, source: 'lever', happenedAtMs: ctx.nowMs })
      throw leverUnreachable(name, result.detail)
    }
    if (result.kind === 'refused') return heard(ctx, run, result.detail)
    await Lever.settle(ctx, name, { action, weights })
    return heard(ctx, run, undefined)
  },
)

interface Run {
  readonly runId: string
  readonly incidentId: IncidentItem['id']
  readonly name: string
  readonly action: 'pull' | 'restore' | 'shift'
  readonly weights?: Readonly<Record<string, number>> | undefined
}

/** What is tried for long meets another situation than it was asked in. */
async function whyNotAnyMore(ctx: Context, run: Run): Promise<string | undefined> {
  if (await Lever.isSuperseded(ctx, run)) return 'something else was asked of it since'
  const triedMs = Lever.leverLimits.triedMs.value
  const isLate = Lever.leverRunId.is(run.runId) && ctx.nowMs >= Lever.leverRunId.timeMs(run.runId) + triedMs
  return isLate ? `its webhook did not take it in ${triedMs / 60_000} min` : undefined
}

/** `problem` absent: it is done. */
async function heard(
  ctx: Context,
  { incidentId, name, action, weights }: Run,
  problem: string | undefined,
): Promise<{ kind: 'done' | 'failed' }> {
  const what =
    action === 'shift'
      ? `${name} is at ${Lever.weightsText(weights ?? {})}`
      : `The lever ${name} is ${action === 'pull' ? 'pulled' : 'restored'}`
  await Incident.takeRemedy(ctx, {
    incidentId,
    remedy: action === 'shift' ? 'shift-traffic' : 'pull-lever',
    outcome: problem === undefined ? 'done' : 'failed',
    subject: name,
    sentence: problem === undefined ? `${what}: its webhook took it.` : `${name}: ${action} failed, ${problem}.`,
    source: 'lever',
  })
  return { kind: problem === undefined ? 'done' : 'failed' }
}
