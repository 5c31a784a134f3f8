/** The routing tree: who hears of an alert. Children inherit; the first that matches takes it, unless it says `continue`. */
import * as z from 'zod'
import { hourMs, minuteMs, secondMs } from '../clock.ts'
import { durationMsSchema } from '../duration.ts'
import {
  type CompiledMatcher,
  compileMatchers,
  containsTime,
  formatMatcher,
  type Labels,
  matcherSchema,
  matchesLabels,
  type TimeInterval,
  timeIntervalSchema,
} from '../silence/index.ts'

const settingsShape = {
  /** The escalation policy or channel that hears of it. */
  receiver: z.string().min(1).max(200).optional(),
  groupBy: z.array(z.string()).max(20).optional(),
  groupWaitMs: durationMsSchema.optional(),
  groupIntervalMs: durationMsSchema.optional(),
  repeatIntervalMs: durationMsSchema.optional(),
  /** What is done about a release in flight that is the likely cause. */
  rollback: z.enum(['propose', 'start']).optional(),
}

/** Inherited by children that do not set them. The times of a route are its own and are not inherited. */
export interface RouteSettings {
  readonly receiver: string
  readonly groupBy: readonly string[]
  readonly groupWaitMs: number
  readonly groupIntervalMs: number
  readonly repeatIntervalMs: number
  readonly rollback: 'propose' | 'start'
}

export interface Route {
  readonly matchers: z.infer<typeof matcherSchema>[]
  readonly receiver?: string | undefined
  readonly groupBy?: string[] | undefined
  readonly groupWaitMs?: number | undefined
  readonly groupIntervalMs?: number | undefined
  readonly repeatIntervalMs?: number | undefined
  readonly rollback?: 'propose' | 'start' | undefined
  readonly continue: boolean
  /** It takes alerts only while one of these holds; another route may take them otherwise. */
  readonly activeTimes?: z.infer<typeof timeIntervalSchema>[] | undefined
  readonly routes: Route[]
}

export const routeSchema: z.ZodType<Route> = z.lazy(() =>
  z.object({
    ...settingsShape,
    matchers: z.array(matcherSchema).max(20).default([]),
    continue: z.boolean().default(false),
    activeTimes: z.array(timeIntervalSchema).max(50).optional(),
    routes: z.array(routeSchema).max(200).default([]),
  }),
)

const defaults: RouteSettings = {
  receiver: 'default',
  groupBy: [],
  groupWaitMs: 30 * secondMs,
  groupIntervalMs: 5 * minuteMs,
  repeatIntervalMs: 4 * hourMs,
  rollback: 'propose',
}

export interface CompiledRoute {
  readonly matchers: readonly CompiledMatcher[]
  readonly settings: RouteSettings
  readonly continues: boolean
  readonly activeTimes: readonly TimeInterval[] | undefined
  readonly routes: readonly CompiledRoute[]
  /** From the root, such as `root/1/0`. */
  readonly path: string
}

export function compileRoute(route: Route, inherited: RouteSettings = defaults, path = 'root'): CompiledRoute {
  const settings: RouteSettings = {
    receiver: route.receiver ?? inherited.receiver,
    groupBy: route.groupBy ?? inherited.groupBy,
    groupWaitMs: route.groupWaitMs ?? inherited.groupWaitMs,
    groupIntervalMs: route.groupIntervalMs ?? inherited.groupIntervalMs,
    repeatIntervalMs: route.repeatIntervalMs ?? inherited.repeatIntervalMs,
    rollback: route.rollback ?? inherited.rollback,
  }
  return {
    matchers: compileMatchers(route.matchers),
    settings,
    continues: route.continue,
    // zod gives `undefined` for what is absent; containsTime reads both alike.
    activeTimes: route.activeTimes as readonly TimeInterval[] | undefined,
    routes: route.routes.map((child, place) => compileRoute(child, settings, `${path}/${place}`)),
    path,
  }
}

export type RouteStepReason =
  | 'matches'
  | 'takes-it'
  | 'no-child-takes-it'
  | 'matcher-fails'
  | 'not-active-now'
  | 'an-earlier-route-took-it'

export interface RouteStep {
  readonly path: string
  readonly reason: RouteStepReason
  /** The matcher that fails. */
  readonly detail?: string
}

export interface Routed {
  readonly routes: readonly CompiledRoute[]
  /** Every route that was asked, and why it took the alert or not. */
  readonly steps: readonly RouteStep[]
}

/** Depth first, left to right. The root takes whatever nobody else takes: no alert is without a receiver. */
export function routeAlert(root: CompiledRoute, labels: Labels, nowMs: number): Routed {
  const steps: RouteStep[] = []
  const routes = taken(root, labels, nowMs, steps)
  return { routes: routes.length > 0 ? routes : [root], steps }
}

function taken(route: CompiledRoute, labels: Labels, nowMs: number, steps: RouteStep[]): CompiledRoute[] {
  const { path } = route
  if (!matchesLabels(route.matchers, labels)) {
    const failing = route.matchers.find((matcher) => !matcher.matches(labels[matcher.label] ?? ''))
    steps.push({ path, reason: 'matcher-fails', ...(failing !== undefined && { detail: formatMatcher(failing) }) })
    return []
  }
  if (route.activeTimes !== undefined && !route.activeTimes.some((interval) => containsTime(interval, nowMs))) {
    steps.push({ path, reason: 'not-active-now' })
    return []
  }
  steps.push({ path, reason: 'matches' })
  const found: CompiledRoute[] = []
  for (const [place, child] of route.routes.entries()) {
    const here = taken(child, labels, nowMs, steps)
    found.push(...here)
    if (here.length === 0 || child.continues) continue
    for (const passed of route.routes.slice(place + 1))
      steps.push({ path: passed.path, reason: 'an-earlier-route-took-it' })
    break
  }
  if (found.length > 0) return found
  steps.push({ path, reason: route.routes.length === 0 ? 'takes-it' : 'no-child-takes-it' })
  return [route]
}
