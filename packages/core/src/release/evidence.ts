/** The evidence behind a wave's verdict, as text that replays to the same verdict byte for byte. */
import * as z from 'zod'
import { defineError } from '../error.ts'
import * as Judge from '../judge/judge.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import { releaseIdSchema } from './release.ts'
import { evidenceEntity, evidenceOfWave, waveEntity } from './store.ts'

export const waveUnknown = defineError(
  'release.wave-unknown',
  'missing',
  'The release has not come to that wave.',
  (id: string, index: number) => ({
    message: `Release ${id} has no wave ${index} yet.`,
    fields: [{ path: 'waveIndex', message: `${index} has not started` }],
    wayOut: '`houston status RELEASE` shows its waves.',
  }),
)

export interface WaveEvidence {
  readonly waveIndex: number
  /** JSON lines: gate and facts, then the ticks in the order they came in. */
  readonly evidence: string
  /** As it was stored when it was reached, as JSON text. */
  readonly verdict: string
}

export const evidence = /* @__PURE__ */ defineOperation(
  {
    name: 'release.evidence',
    summary: "The evidence of a wave's latest verdict",
    input: z.object({ releaseId: releaseIdSchema, waveIndex: z.int().nonnegative() }),
    allowedTo: ['viewer', 'responder', 'releaser', 'admin'],
  },
  async (ctx, { releaseId, waveIndex: index }): Promise<WaveEvidence> => {
    const wave = await waveEntity.get(ctx.store, { releaseId, index })
    if (wave?.verdict === undefined || wave.judgedAtMs === undefined) throw waveUnknown(releaseId, index)
    const parts: string[] = []
    let cursor: string | undefined
    do {
      const limit = limits.queryPageItems.value
      const page = await evidenceEntity.query(ctx.store, {
        ...evidenceOfWave(releaseId, index),
        limit,
        ...(cursor !== undefined && { cursor }),
      })
      parts.push(...page.items.flatMap(({ ticks }) => ticks))
      cursor = page.cursor
    } while (cursor !== undefined)
    const { gate, facts } = JSON.parse(wave.judge) as Judge.WaveState
    return {
      waveIndex: index,
      evidence: Judge.packEvidence(gate, facts, [...parts, ...wave.ticks], wave.judgedAtMs),
      verdict: wave.verdict,
    }
  },
)
