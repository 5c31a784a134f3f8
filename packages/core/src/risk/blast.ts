/** The blast radius of a release: who is hit if it goes wrong, and how hard it is to take back. */
import * as z from 'zod'
import { callersOf, type GraphService, type Reached, type ServiceGraph } from './graph.ts'

export const blastLevels = [1, 2, 3, 4, 5] as const
export type BlastLevel = (typeof blastLevels)[number]

export const blastLevelNames: Readonly<Record<BlastLevel, string>> = {
  1: 'contained',
  2: 'small',
  3: 'wide',
  4: 'large',
  5: 'critical',
}

const count = z.int().nonnegative()
/** What taking the release back needs beyond moving the traffic. */
export const rollbackFactsSchema = z.object({
  flags: count,
  /** Steps with a declared way back, such as a migration with its undoing. */
  reversibleSteps: count,
  irreversibleSteps: count,
})
export type RollbackFacts = z.infer<typeof rollbackFactsSchema>

type Steps = readonly (readonly [atLeast: number, level: BlastLevel])[]

export interface BlastTable {
  readonly tableVersion: string
  readonly tier: Readonly<Record<number, BlastLevel>>
  readonly callers: Steps
  readonly customers: Steps
  readonly revenuePerHourUsd: Steps
  /**
   * The level of customers or revenue that nobody has declared: always the worst, or as bad as the service's tier admits
   * (tier 1: the business stops; 4: nobody outside the team notices).
   */
  readonly undeclared: 'worst' | Readonly<Record<number, BlastLevel>>
}

export const blastTable: BlastTable = {
  tableVersion: '1',
  tier: { 1: 4, 2: 3, 3: 2, 4: 1 },
  callers: [
    [0, 1],
    [1, 2],
    [5, 3],
    [20, 4],
    [100, 5],
  ],
  customers: [
    [0, 1],
    [1, 2],
    [1_000, 3],
    [100_000, 4],
    [1_000_000, 5],
  ],
  revenuePerHourUsd: [
    [0, 1],
    [1, 2],
    [10_000, 3],
    [100_000, 4],
    [1_000_000, 5],
  ],
  undeclared: 'worst',
}

/** For catalogs that declare tiers alone. */
export const blastTableByTier: BlastTable = {
  ...blastTable,
  tableVersion: '1-by-tier',
  undeclared: { 1: 5, 2: 4, 3: 3, 4: 2 },
}

export interface BlastPart {
  readonly dimension: 'tier' | 'callers' | 'customers' | 'revenue' | 'rollback'
  readonly level: BlastLevel
  /** What it comes from is not known, or not all of it. */
  readonly missing: boolean
  readonly sentence: string
}

export interface Blast {
  readonly level: BlastLevel
  readonly name: string
  readonly tableVersion: string
  readonly parts: readonly BlastPart[]
  /** The service's callers, nearest first. */
  readonly callers: readonly Reached[]
  /** The sum over the service and its callers as far as they say; those may share customers. */
  readonly customersKnown: number
  readonly revenuePerHourUsdKnown: number
  readonly sentence: string
}

const stepOf = (steps: Steps, value: number): BlastLevel =>
  value >= 0 ? (steps.findLast(([atLeast]) => value >= atLeast)?.[1] ?? 1) : 5
const worst = (levels: readonly BlastLevel[]): BlastLevel =>
  blastLevels.findLast((level) => levels.includes(level)) ?? 1

export interface BlastFacts {
  readonly graph: ServiceGraph
  readonly service: string
  readonly rollback?: RollbackFacts | undefined
}

export function assessBlast({ graph, service, rollback }: BlastFacts, table: BlastTable = blastTable): Blast {
  const { reached, complete } = callersOf(graph, service)
  const hit = [service, ...reached.map(({ name }) => name)].flatMap((name) => graph.services.get(name) ?? [])
  const declared = complete && graph.services.has(service)
  const customers = amountOf(hit, declared, 'customers', table)
  const revenue = amountOf(hit, declared, 'revenuePerHourUsd', table)
  const parts: readonly BlastPart[] = [
    tierPart(hit, declared, table),
    callersPart(reached, complete, table),
    { ...customers.part, dimension: 'customers' },
    { ...revenue.part, dimension: 'revenue' },
    rollbackPart(rollback),
  ]
  const level = worst(parts.map((part) => part.level))
  const because = parts.filter((part) => part.level === level).map(({ sentence }) => sentence)
  return {
    level,
    name: blastLevelNames[level],
    tableVersion: table.tableVersion,
    parts,
    callers: reached,
    customersKnown: customers.sum,
    revenuePerHourUsdKnown: revenue.sum,
    sentence: `Blast radius ${level} of 5 (${blastLevelNames[level]}): ${because.join('; ')}.`,
  }
}

function tierPart(hit: readonly GraphService[], declared: boolean, table: BlastTable): BlastPart {
  const dimension = 'tier'
  if (!declared) return { dimension, level: 5, missing: true, sentence: 'the catalog does not know all that is hit' }
  const level = worst(hit.map(({ tier }) => table.tier[tier] ?? 5))
  const tier = Math.min(...hit.map((each) => each.tier))
  const name = hit.find((each) => each.tier === tier)?.name ?? ''
  return { dimension, level, missing: false, sentence: `${name} is of tier ${tier}` }
}

function callersPart(reached: readonly Reached[], complete: boolean, table: BlastTable): BlastPart {
  const dimension = 'callers'
  const direct = reached.filter(({ depth }) => depth === 1).length
  if (!complete) return { dimension, level: 5, missing: true, sentence: `more than ${reached.length} services call it` }
  const level = stepOf(table.callers, reached.length)
  return { dimension, level, missing: false, sentence: `${direct} services call it, ${reached.length} with theirs` }
}

const amountNames = { customers: 'customers', revenuePerHourUsd: 'US dollars an hour' } as const

function undeclaredLevel(table: BlastTable, without: readonly GraphService[]): BlastLevel {
  const { undeclared } = table
  return undeclared === 'worst' ? 5 : worst(without.map(({ tier }) => undeclared[tier] ?? 5))
}

function amountOf(hit: readonly GraphService[], declared: boolean, field: keyof typeof amountNames, table: BlastTable) {
  const without = hit.filter((service) => service[field] === undefined)
  const sum = hit.reduce((total, service) => total + (service[field] ?? 0), 0)
  const known = stepOf(table[field], sum)
  const missing = !declared || without.length > 0
  const rest = declared ? undeclaredLevel(table, without) : 5
  const some = `${without.length} of ${hit.length} services hit do not say how many ${amountNames[field]}`
  const sentence = missing ? `${sum} ${amountNames[field]} known, ${some}` : `up to ${sum} ${amountNames[field]}`
  return { sum, part: { level: missing ? worst([known, rest]) : known, missing, sentence } }
}

function rollbackPart(rollback: RollbackFacts | undefined): BlastPart {
  const dimension = 'rollback'
  if (rollback === undefined) return { dimension, level: 5, missing: true, sentence: 'not known what a rollback takes' }
  const { flags, reversibleSteps, irreversibleSteps } = rollback
  const sentence = `a rollback takes ${flags} flags, ${reversibleSteps} declared steps and ${irreversibleSteps} that cannot be undone`
  const level = !(irreversibleSteps <= 0) ? 5 : !(reversibleSteps <= 0) ? 3 : !(flags <= 0) ? 2 : 1
  return { dimension, level, missing: false, sentence }
}
