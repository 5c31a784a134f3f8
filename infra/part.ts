/** What each domain writes its share of the topology with. */
import type { EventDeclaration } from '@houston/core/event.ts'
import type { FunctionFacts, FunctionNeeds, RouteFacts, TargetFacts, Topology } from './topology-types.ts'

/** One domain's share; what it leaves out, it has none of. */
export type TopologyPart = Partial<Topology>

/** Summary, needs, and where it differs from 256 MB and 30 seconds. */
export type FunctionPart = readonly [
  summary: string,
  needs: FunctionNeeds,
  more?: Partial<Pick<FunctionFacts, 'memoryMb' | 'timeoutSec' | 'invokedBy'>>,
]

export const stored: FunctionNeeds = { table: 'read-write' }
export const moving: FunctionNeeds = { table: 'read-write', targets: 'traffic', secrets: ['HOUSTON_ROUTER_TOKEN'] }
export const commands: FunctionNeeds = { table: 'read-write', secrets: ['HOUSTON_TOKENS'] }
/** What pagers and couriers are set up with. */
export const pagerSecrets = [
  'HOUSTON_SLACK_TOKEN',
  'HOUSTON_PAGERDUTY_KEYS',
  'HOUSTON_WEBHOOK_SECRETS',
  'HOUSTON_MAIL_FROM',
] as const
/** What Houston signs its calls of webhooks with. */
export const signing = ['HOUSTON_WEBHOOK_SECRETS'] as const
export const slow = { timeoutSec: 60 }

/** EventBridge's own default: 24 hours, 185 attempts. */
export const patient = { attempts: 185, ageSec: 86_400 }

export const enqueue = (name: string): TargetFacts => ({ kind: 'queue', name })
export const call = (name: string): TargetFacts => ({ kind: 'function', name })

/** The pattern of Houston's own events of these kinds. */
export const on = (events: readonly Pick<EventDeclaration, 'name' | 'source'>[]) => ({
  source: [...new Set(events.map(({ source }) => source))],
  'detail-type': events.map(({ name }) => name),
})

const kebab = (name: string): string => name.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase()

/** The function's name and its file are one thing: `JudgeWave` is `functions/tasks/judge-wave.ts`. */
export function under(
  folder: string,
  suffix: string,
  parts: Record<string, FunctionPart>,
): Readonly<Record<string, FunctionFacts>> {
  const entries = Object.entries(parts).map(([name, [summary, needs, more]]): [string, FunctionFacts] => [
    `${name}${suffix}`,
    { handler: `functions/${folder}/${kebab(name)}.handler`, summary, needs, memoryMb: 256, timeoutSec: 30, ...more },
  ])
  return Object.fromEntries(entries)
}

/** The command API of nouns: `POST /commands/<noun>/<verb>`, each noun's function being `<Noun>Commands`. */
export const commandRoutes = (nouns: readonly string[]): readonly RouteFacts[] =>
  nouns.map((noun) => ({
    method: 'POST',
    path: `/commands/${noun}/{verb}`,
    function: `${noun.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Commands`,
    caller: 'token',
  }))

/** Names are given once: two domains that take the same one would silently lose a resource. */
function joined<Facts>(records: readonly (Readonly<Record<string, Facts>> | undefined)[]): Record<string, Facts> {
  const all: Record<string, Facts> = {}
  for (const [name, facts] of records.flatMap((record) => Object.entries(record ?? {}))) {
    if (all[name] !== undefined) throw new Error(`the topology has ${name} twice`)
    all[name] = facts
  }
  return all
}

export const mergeParts = (parts: readonly TopologyPart[]): Topology => ({
  functions: joined(parts.map(({ functions }) => functions)),
  machines: joined(parts.map(({ machines }) => machines)),
  rules: parts.flatMap(({ rules = [] }) => rules),
  schedules: parts.flatMap(({ schedules = [] }) => schedules),
  routes: parts.flatMap(({ routes = [] }) => routes),
  streams: parts.flatMap(({ streams = [] }) => streams),
  queues: parts.flatMap(({ queues = [] }) => queues),
  graphlets: parts.flatMap(({ graphlets = [] }) => graphlets),
})
