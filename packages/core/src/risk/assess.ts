/** The risk of a change, 1 to 10, with what each factor adds to it. */
import type { ChangeFacts } from './change.ts'
import { riskFactors } from './factor.ts'
import { type RiskFactorName, type RiskWeights, riskWeights } from './weights.ts'

export interface RiskPart {
  readonly factor: RiskFactorName
  readonly points: number
  /** Of all points of this change; all shares together are 1. */
  readonly share: number
  /** Nothing was known, so it counts as at its worst. */
  readonly missing: boolean
  readonly sentence: string
}

export interface Risk {
  /** 1 to 10. */
  readonly score: number
  readonly points: number
  readonly weightsVersion: string
  /** Every factor, the heaviest first. */
  readonly parts: readonly RiskPart[]
  readonly sentence: string
}

/** The more points, the higher; never above 10. */
function scoreOf(points: number, scale: number): number {
  const score = 1 + Math.floor(10 * (1 - Math.exp(-points / scale)))
  return score >= 1 && score <= 10 ? score : 10
}

export function assessRisk(facts: ChangeFacts, weights: RiskWeights = riskWeights): Risk {
  const read = riskFactors.map(({ name, missing, read }) => {
    const reading = read(facts, weights)
    // A share that is no number says as little as a missing one.
    const share = reading !== undefined && reading.share >= 0 && reading.share <= 1 ? reading.share : 1
    return {
      factor: name,
      points: share * weights.points[name],
      missing: reading === undefined,
      sentence: reading?.sentence ?? `not known ${missing}`,
    }
  })
  const points = read.reduce((sum, part) => sum + part.points, 0)
  const parts = read
    .map((part) => ({ ...part, share: points === 0 ? 0 : part.points / points }))
    .toSorted((a, b) => b.points - a.points)
  const score = scoreOf(points, weights.scale)
  return { score, points, weightsVersion: weights.weightsVersion, parts, sentence: sentenceOf(score, parts) }
}

const namedParts = 3

function sentenceOf(score: number, parts: readonly RiskPart[]): string {
  const heaviest = parts.filter(({ points }) => points > 0).slice(0, namedParts)
  const said = heaviest.map(({ sentence, share }) => `${sentence} (${Math.round(share * 100)} %)`)
  const missing = parts.filter((part) => part.missing).length
  const unknown = missing === 0 ? '' : ` ${missing} of ${parts.length} factors are not known and count as risky.`
  return `Risk ${score} of 10: ${said.length === 0 ? 'nothing to fear' : said.join(', ')}.${unknown}`
}
