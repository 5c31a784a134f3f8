/** Whose gate it is: the release, the wave that wants to start, and the place as the catalog knows it. */
import type { Context } from '../context.ts'
import type { GateFacts, Place } from '../gate/index.ts'
import type { ReleaseItem } from '../release/index.ts'
import { serviceUnknown } from '../service/index.ts'
import * as Service from '../service/operation.ts'

export interface Subject {
  readonly release: ReleaseItem
  readonly wave: GateFacts['wave']
  readonly place: Place
}

/** One fact of the gate: `unknown` with the reason where it could not be had, and never good for want of an answer. */
export type FactSource<Name extends keyof GateFacts> = (ctx: Context, subject: Subject) => Promise<GateFacts[Name]>

export async function subjectOf(ctx: Context, release: ReleaseItem, waveIndex: number): Promise<Subject> {
  const wave = release.waves[waveIndex]
  if (wave === undefined) throw new Error(`release ${release.id} has no wave ${waveIndex}`)
  const { service, target } = release
  const known = await ownerOf(ctx, service)
  return {
    release,
    wave: { index: waveIndex, name: wave.name, weightPercent: wave.weightPercent },
    place: { service, stage: target.stage, region: target.region, ...known },
  }
}

/** What the catalog does not know stays absent, and binds. */
async function ownerOf(ctx: Context, name: string): Promise<{ owner?: string; tier?: number }> {
  try {
    const { owner, tier } = await Service.fromName(ctx, name)
    return { owner, tier }
  } catch (error) {
    if (serviceUnknown.is(error)) return {}
    throw error
  }
}
