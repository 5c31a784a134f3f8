/** A wave that too little traffic reaches asks for generated traffic: where the gate names a webhook, it is told how much. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import type { Judge } from '../judge/index.ts'
import { defineOperation } from '../operation.ts'
import { fromId } from './change.ts'
import { waveUndecided } from './event.ts'
import { gateOf } from './gate.ts'
import type { ReleaseItem } from './release.ts'
import { waitOf } from './undecided.ts'

const answerTimeoutMs = 10_000
const answerBytes = 16_384

export const trafficRefused = defineError(
  'release.traffic-webhook-refused',
  'input',
  'The webhook that generates traffic may not be called, or does not take the request.',
  (id: string, what: string) => ({
    message: `Release ${id} asks for generated traffic in vain: ${what}`,
    fields: [{ path: 'gate.undecided.webhook', message: what }],
    wayOut: 'Correct the webhook in the gate; the wave waits, and asks a person in the end.',
  }),
)

export const trafficUnanswered = defineError(
  'release.traffic-webhook-silent',
  'retryable',
  'The webhook that generates traffic does not answer.',
  (id: string, what: string) => `Release ${id} asks for generated traffic: ${what}`,
)

/** What the webhook is sent. Requests through the ordinary entrance reach the new version by its weight alone. */
export interface TrafficRequest {
  readonly format: 'houston.traffic-request/1'
  readonly releaseId: string
  readonly service: string
  readonly version: string
  readonly stableVersion?: string | undefined
  readonly wave: string
  readonly weightPercent: number
  /** Requests that the new version itself needs; null where that cannot be told yet. */
  readonly canaryRequests: number | null
  /** The same through the ordinary entrance, where the new version gets its share of them. */
  readonly requests: number | null
  /** Until then the wave waits for traffic, and then for a person. */
  readonly untilMs?: number | undefined
  readonly sentence: string
}

type Data = z.infer<typeof waveUndecided.dataSchema>

export function trafficRequestOf(data: Data, { stableVersion }: Pick<ReleaseItem, 'stableVersion'>): TrafficRequest {
  const { releaseId, service, version, wave, weightPercent, untilMs, verdict } = data
  const canaryRequests = verdict.need.requests
  return {
    format: 'houston.traffic-request/1',
    releaseId,
    service,
    version,
    stableVersion,
    wave,
    weightPercent,
    canaryRequests,
    requests: canaryRequests === null ? null : Math.ceil((canaryRequests * 100) / weightPercent),
    untilMs,
    sentence: verdict.sentence,
  }
}

/** Repeated harmlessly: the request bears the event's id, and a wave that no longer waits for traffic asks for none. */
export const requestTraffic = /* @__PURE__ */ defineOperation(
  {
    name: 'release.request-traffic',
    summary: 'Ask for generated traffic',
    input: z.object({ eventId: z.string(), data: waveUndecided.dataSchema }),
    allowedTo: [],
  },
  async (ctx, { eventId, data }): Promise<{ kind: 'asked' | 'not-waiting' | 'no-webhook' }> => {
    if (data.waitsFor !== 'traffic') return { kind: 'not-waiting' }
    const release = await fromId(ctx, data.releaseId)
    const wait = waitOf(release)
    if (wait?.kind !== 'traffic' || wait.waveIndex !== data.waveIndex) return { kind: 'not-waiting' }
    const { webhook } = (gateOf(release).gate as Judge.Gate).undecided
    if (webhook === undefined) return { kind: 'no-webhook' }
    await send(ctx, webhook, eventId, trafficRequestOf(data, release))
    return { kind: 'asked' }
  },
)

async function send(ctx: Context, url: string, eventId: string, request: TrafficRequest): Promise<void> {
  const answer = await ctx.ports.outbound.send({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': eventId },
    body: JSON.stringify(request),
    isSigned: true,
    timeoutMs: answerTimeoutMs,
    maxBytes: answerBytes,
  })
  if (answer.kind === 'refused') throw trafficRefused(request.releaseId, answer.sentence)
  if (answer.kind === 'failed') throw trafficUnanswered(request.releaseId, answer.sentence)
  const { status } = answer
  if (status >= 200 && status < 300) return
  const what = `the webhook answered ${status}`
  if (status >= 500 || status === 429 || status === 408) throw trafficUnanswered(request.releaseId, what)
  throw trafficRefused(request.releaseId, what)
}
