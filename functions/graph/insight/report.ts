/** What the last days were like: DORA's measures, incidents, pages. */
import * as Insight from '@houston/core/insight/surface.ts'
import { field } from '../../middleware/graph-handler.ts'
import type { InsightReport, QueryInsightArgs } from '../generated/insight.ts'

const secondsOf = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 1000))

/** Three listings a day: for people who ask, not for pages that read again and again. */
export const insight = field(async (ctx, { days }: QueryInsightArgs): Promise<InsightReport> => {
  const { response, paging, ...report } = await Insight.report(ctx, { days: days ?? 30 })
  return {
    ...report,
    response: {
      incidents: response.incidents,
      unacknowledged: response.unacknowledged,
      detectSecMean: secondsOf(response.detectMsMean),
      acknowledgeSecMean: secondsOf(response.acknowledgeMsMean),
      restoreSecMean: secondsOf(response.restoreMsMean),
      restoreSecP50: secondsOf(response.restoreMsP50),
    },
    paging: { ...paging, byPerson: [...paging.byPerson] },
  }
})
