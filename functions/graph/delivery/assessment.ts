/** What was found of a release when it started: its risk factor by factor, who is hit, and the plan that follows. */
import type { AssessmentItem, ReleaseId } from '@houston/core/release'
import * as Release from '@houston/core/release/surface.ts'
import { edge, type Row } from '../../middleware/graph-handler.ts'
import { dateTime } from '../../middleware/graph-time.ts'
import type { Assessment } from '../generated/delivery.ts'

type OfRelease = { readonly id: ReleaseId; readonly serviceName: string }

export const assessment = edge(async (ctx, rows: readonly Row<OfRelease>[]) => {
  const found = await Release.assessmentsOf(
    ctx,
    rows.map(({ source }) => source.id),
  )
  return rows.map(({ source: { id, serviceName } }) => {
    const item = found.get(id)
    return item === undefined ? null : nodeOf(item, serviceName)
  })
})

const nodeOf = ({ risk, blast, plan, assessedAtMs }: AssessmentItem, serviceName: string): Assessment => ({
  at: dateTime(assessedAtMs),
  risk: {
    score: risk.score,
    sentence: risk.sentence,
    weightsVersion: risk.weightsVersion,
    factors: risk.parts.map(({ missing, ...part }) => ({ ...part, isMissing: missing })),
  },
  blast: {
    serviceName,
    level: blast.level,
    name: blast.name,
    sentence: blast.sentence,
    parts: blast.parts.map(({ missing, ...part }) => ({ ...part, isMissing: missing })),
    callers: [...blast.callers],
    callerCount: blast.callerCount,
  },
  plan: { by: plan.by, care: plan.care, sentence: plan.sentence },
})
