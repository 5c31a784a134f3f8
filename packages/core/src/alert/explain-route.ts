/** A dry run of routes over alerts that are recorded: who would hear of what, and where that differs from today. */
import { isoTime } from '../clock.ts'
import type { AlertItem } from './record.ts'
import { type NamedRoute, rootOf } from './root-route.ts'
import { compileRoute, routeAlert } from './routing.ts'
import { labelsOf } from './signal.ts'

export interface RoutedAlert {
  readonly fingerprint: string
  readonly name: string
  readonly service?: string
  readonly atMs: number
  readonly receivers: readonly string[]
  /** Who heard of it by the routes that are declared. */
  readonly before: readonly string[]
  readonly steps: readonly string[]
}

export interface RouteExplanation {
  readonly alerts: number
  readonly byReceiver: Readonly<Record<string, number>>
  /** Alerts that others would hear of than today. */
  readonly different: readonly RoutedAlert[]
}

const shown = 200

export function explainRoutes(items: readonly AlertItem[], documents: readonly NamedRoute[]): RouteExplanation {
  const root = compileRoute(rootOf(documents))
  const byReceiver: Record<string, number> = {}
  const different: RoutedAlert[] = []
  for (const item of items) {
    const atMs = item.notices.sent[0]?.atMs ?? item.sinceMs
    const labels = routedLabels(item)
    const routed = routeAlert(root, labels, atMs)
    const receivers = [...new Set(routed.routes.map(({ settings }) => settings.receiver))]
    for (const receiver of receivers) byReceiver[receiver] = (byReceiver[receiver] ?? 0) + 1
    if ([...receivers].sort().join() === [...item.receivers].sort().join()) continue
    const { name, service } = item.history.content
    different.push({
      fingerprint: item.fingerprint,
      name,
      ...(service !== undefined && { service }),
      atMs,
      receivers,
      before: item.receivers,
      steps: routed.steps.map(
        ({ path, reason, detail }) => `${path}: ${reason}${detail === undefined ? '' : ` ${detail}`}`,
      ),
    })
  }
  return { alerts: items.length, byReceiver, different: different.slice(0, shown) }
}

/** As the intake's routing saw them. */
const routedLabels = ({ history: { content }, severity, team }: AlertItem): Record<string, string> => ({
  ...labelsOf({ ...content, state: 'firing', sourceTimeMs: 0, sequence: 0 }),
  ...(severity !== undefined && { severity }),
  ...(team !== undefined && { team }),
})

export const describeRouted = ({ name, service, atMs, receivers, before }: RoutedAlert): string =>
  `${isoTime(atMs)} ${name}${service === undefined ? '' : ` at ${service}`}: ${receivers.join(', ')} instead of ${before.join(', ') || 'nobody'}`
