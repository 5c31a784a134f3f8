/** For how long a service was how bad because of one incident: stretches of time, half open, the last of each service perhaps without an end. */
import * as z from 'zod'
import { statusPageLimits } from './limits.ts'
import { type ComponentStatus, componentStatuses } from './standing.ts'

export const spanSchema = z.object({
  service: z.string(),
  status: z.enum(componentStatuses),
  fromMs: z.int(),
  untilMs: z.int().optional(),
})
export type Span = z.output<typeof spanSchema>

/** The spans after `atMs`, where from then on the services are as given. The same again changes nothing. */
export function turned(
  spans: readonly Span[],
  harmed: ReadonlyMap<string, ComponentStatus>,
  atMs: number,
): readonly Span[] {
  const open = new Map(spans.filter(({ untilMs }) => untilMs === undefined).map((span) => [span.service, span]))
  const kept = spans.map((span): Span => {
    if (span.untilMs !== undefined || harmed.get(span.service) === span.status) return span
    return { ...span, untilMs: Math.max(span.fromMs, atMs) }
  })
  const begun = [...harmed].flatMap(([service, status]): Span[] => {
    const before = open.get(service)
    if (before?.status === status) return []
    return [{ service, status, fromMs: before === undefined ? atMs : Math.max(before.fromMs, atMs) }]
  })
  // A stretch without length was never there.
  const all = [...kept, ...begun].filter(({ fromMs, untilMs }) => untilMs === undefined || untilMs > fromMs)
  return all.slice(-statusPageLimits.spansPerIncident.value)
}

/** What is open now. */
export const openSpans = (spans: readonly Span[]): readonly Span[] =>
  spans.filter(({ untilMs }) => untilMs === undefined)
