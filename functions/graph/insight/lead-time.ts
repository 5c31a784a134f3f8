/** From check-in to production: the figure of which the seed says that Amazon found 16 days and cut it by 90 %. */
import { type LeadTimeFigures as Figures, waitKinds } from '@houston/core/leadtime'
import * as Leadtime from '@houston/core/leadtime/operation.ts'
import { field } from '../../middleware/graph-handler.ts'
import type { LeadTimeFigures, LeadTimeReport, QueryLeadTimeArgs } from '../generated/insight.ts'

const secondsOf = (ms: number | undefined): number | null => (ms === undefined ? null : Math.round(ms / 1000))

const figuresOf = ({ changes, medianMs, p90Ms, medianBuildMs, medianWaitedMs }: Figures): LeadTimeFigures => ({
  changes,
  medianSec: secondsOf(medianMs),
  p90Sec: secondsOf(p90Ms),
  medianBuildSec: secondsOf(medianBuildMs),
  waited: waitKinds.map((kind) => ({ kind, medianSec: Math.round((medianWaitedMs[kind] ?? 0) / 1000) })),
})

/** One query for each pipeline: for people who ask, not for pages that read again and again. */
export const leadTime = field(async (ctx, { days }: QueryLeadTimeArgs): Promise<LeadTimeReport> => {
  const period = days ?? 30
  const { all, pipelines } = await Leadtime.report(ctx, { days: period })
  return {
    days: period,
    all: figuresOf(all),
    pipelines: pipelines.map(({ pipeline, figures }) => ({ pipelineName: pipeline, figures: figuresOf(figures) })),
  }
})
