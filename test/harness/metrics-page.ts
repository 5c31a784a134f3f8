/** The scripted router's /metrics page in OpenMetrics text, and what can be wrong with it. */
import type { ScriptedTraffic } from './scripted-traffic.ts'

export const pageFaults = ['none', 'down', 'nan', 'series-missing', 'wrong-label', 'truncated'] as const
export type PageFault = (typeof pageFaults)[number]

export const pageType = 'application/openmetrics-text; version=1.0.0; charset=utf-8'

export function metricsPage(services: ReadonlyMap<string, ScriptedTraffic>, fault: PageFault): string {
  const lines = ['# TYPE fleet_requests counter']
  for (const [service, { counts }] of services) {
    for (const [version, { createdMs, requests, errors }] of counts) {
      for (const [outcome, value] of Object.entries({ ok: requests - errors, error: errors })) {
        // The label that the queries ask for is there in name, and says something else.
        const shown = fault === 'wrong-label' ? `${version}-blue` : version
        const labels = `{service="${service}",version="${shown}",outcome="${outcome}"}`
        if (fault !== 'series-missing') lines.push(`fleet_requests_total${labels} ${fault === 'nan' ? 'NaN' : value}`)
        if (fault !== 'series-missing') lines.push(`fleet_requests_created${labels} ${createdMs / 1_000}`)
      }
    }
  }
  return fault === 'truncated' ? `${lines.join('\n')}\n` : `${lines.join('\n')}\n# EOF\n`
}
