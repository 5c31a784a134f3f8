/** What was found of a release when it started, and the gate that it stands at, as lines of text. */
import { isoTime } from '@houston/core/clock.ts'
import type { ReleaseView } from '@houston/core/release'
import { paint } from '../output.ts'

/** Factors that are shown; the rest weigh little. */
const shownFactors = 5

export function assessmentLines({ assessment }: Pick<ReleaseView, 'assessment'>): string[] {
  if (assessment === undefined) return []
  const { risk, blast, plan } = assessment
  const parts = risk.parts.filter(({ points }) => points > 0).slice(0, shownFactors)
  return [
    `  ${paint('bold', `risk ${risk.score} of 10`)} ${paint('dim', `weights ${risk.weightsVersion}`)}`,
    ...parts.map(({ share, sentence }) => `    ${`${Math.round(share * 100)} %`.padStart(5)}  ${sentence}`),
    `  ${blast.sentence}`,
    `  plan ${plan.by === 'risk' ? plan.care : plan.by}: ${plan.sentence}`,
  ]
}

/** Only while it stands there. */
export function heldLines({ release, passages }: Pick<ReleaseView, 'release' | 'passages'>): string[] {
  if (release.state !== 'held' && release.state !== 'awaiting-approval') return []
  const passage = passages.find(({ waveIndex }) => waveIndex === release.waveIndex + 1)
  if (passage === undefined) return []
  const holding = passage.decision.checks.filter(({ kind }) => kind !== 'open')
  const again = passage.againAtMs === undefined ? [] : [`  looked at again at ${isoTime(passage.againAtMs)}`]
  return [...holding.map(({ check, sentence }) => `  ${paint('yellow', '⧖')} ${check}: ${sentence}`), ...again]
}
