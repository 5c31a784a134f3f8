/** What the plan says of a wave, and how events name it. */
import { subjectOf } from './change.ts'
import type { ReleaseItem } from './release.ts'

/** The plan's wave; a machine that asks for one beyond the plan is a bug. */
export function planned(release: ReleaseItem, waveIndex: number) {
  const wave = release.waves[waveIndex]
  if (wave === undefined) throw new Error(`release ${release.id} has no wave ${waveIndex}`)
  return wave
}

export const waveFacts = (release: ReleaseItem, waveIndex: number) => {
  const { name, weightPercent } = planned(release, waveIndex)
  return { ...subjectOf(release), waveIndex, wave: name, weightPercent }
}
