/** The gate that a release stands at or comes to next, with every check as it would be decided now. */
import * as z from 'zod'
import { type GateCheckName, type GateDecision, passerOf } from '../gate/index.ts'
import { defineOperation } from '../operation.ts'
import { isEnded, type PassageItem, type ReleaseItem, releaseIdSchema } from '../release/index.ts'
import * as Release from '../release/surface.ts'
import { decideNow } from './operation.ts'

export interface GateView {
  readonly release: Pick<ReleaseItem, 'id' | 'service' | 'version' | 'state' | 'lane'>
  /** The wave that the gate is before; absent where none comes any more. */
  readonly wave?: { readonly index: number; readonly name: string; readonly weightPercent: number }
  /** As it would be decided now; nothing is changed by asking. */
  readonly now?: GateDecision
  /** Who can let it pass each check that holds. */
  readonly passers?: Readonly<Partial<Record<GateCheckName, string>>>
  /** What was decided at each gate so far, the last time that it was asked. */
  readonly passages: readonly (PassageItem & { readonly wave: string })[]
}

export const explain = /* @__PURE__ */ defineOperation(
  {
    name: 'passage.explain',
    summary: 'Every check of the gate that a release stands at or comes to next',
    input: z.object({ releaseId: releaseIdSchema }),
    allowedTo: ['viewer', 'responder', 'releaser', 'admin'],
  },
  async (ctx, { releaseId }): Promise<GateView> => {
    const item = await Release.fromId(ctx, releaseId)
    const { id, service, version, state, lane } = item
    const listed = await Release.listPassages(ctx, releaseId)
    // The token would let anybody who reads end the machine's wait.
    const passages = listed.map(({ taskToken: _, ...shown }) => ({
      ...shown,
      wave: item.waves[shown.waveIndex]?.name ?? '',
    }))
    const view: GateView = { release: { id, service, version, state, lane }, passages }
    const index = item.waveIndex + 1
    const next = item.waves[index]
    if (next === undefined || isEnded(state) || state === 'rolling-back' || state === 'rollback-failed') return view
    const askedAtMs = passages.find(({ waveIndex }) => waveIndex === index)?.askedAtMs ?? ctx.nowMs
    const { name, weightPercent } = next
    const { decision, facts, policy } = await decideNow(ctx, item, index, askedAtMs)
    const passers = Object.fromEntries(
      decision.reasons.flatMap((held) => {
        const passer = passerOf(held, facts, policy)
        return passer === undefined ? [] : [[held.check, passer]]
      }),
    )
    return { ...view, wave: { index, name, weightPercent }, now: decision, passers }
  },
)
