/** Everything a gate decides on. Whoever asks gathers it; what could not be had is `unknown` with the reason. */
import * as z from 'zod'
import { actorSchema } from '../actor.ts'
import { nameSchema } from '../service/index.ts'
import type { Calendar } from './calendar.ts'
import type { Cause } from './check.ts'
import type { Fact } from './fact.ts'
import type { Freeze } from './freeze.ts'
import type { Place } from './scope.ts'

/** How a change comes: the ordinary way, as a hotfix, or as a return to the version before. */
export const lanes = ['ordinary', 'hotfix', 'rollback'] as const
export type Lane = (typeof lanes)[number]

/** A person's word on a release. The latest of one person about the same thing stands. */
export const approvalSchema = z.object({
  /** The digest of what was approved: it counts for nothing else. */
  digest: z.string().min(1),
  decision: z.enum(['approved', 'refused']),
  by: actorSchema,
  atMs: z.int(),
  /** In words, for whoever reads it after an incident. */
  why: z.string().trim().min(1).max(2_000),
  /** For the wave of that name alone; absent: for the whole release. */
  wave: nameSchema.optional(),
})
export type Approval = z.infer<typeof approvalSchema>

/** What a security or compliance step found. Steps run elsewhere and report. */
export const stepResultSchema = z.object({
  name: nameSchema,
  digest: z.string().min(1),
  passed: z.boolean(),
  atMs: z.int(),
  by: actorSchema,
  /** Where the report lies, or what it says. */
  evidence: z.string().min(1).max(4_000),
  /** From here on it counts as none, whatever the policy allows. */
  expiresAtMs: z.int().optional(),
})
export type StepResult = z.infer<typeof stepResultSchema>

export interface AlarmFact {
  readonly name: string
  readonly state: 'firing' | 'no-data'
  readonly sinceMs: number
  readonly cause?: Cause | undefined
}

export interface IncidentFact {
  readonly id: string
  readonly service: string
  /** 1 to 4; absent as long as nobody has said. */
  readonly severity?: number | undefined
  readonly title: string
  readonly sinceMs: number
  readonly cause?: Cause | undefined
}

export interface BudgetFact {
  /** 1 is untouched, 0 is spent, below 0 is overspent. */
  readonly leftShare: number
  readonly windowMs: number
  /** The version that burns it now; absent where none does or it is not known. */
  readonly burning?: Cause | undefined
  /** Each objective, where Houston counts them itself: what stands above is the worst of them. */
  readonly objectives?: readonly ObjectiveFact[] | undefined
}

export interface ObjectiveFact {
  readonly name: string
  readonly leftShare: number
  readonly burning?: Cause | undefined
}

export interface HolderFact {
  readonly releaseId: string
  readonly version: string
  readonly state: string
}

export interface GateFacts {
  readonly releaseId: string
  readonly lane: Lane
  readonly place: Place
  readonly version: string
  readonly digest: string
  /** The version that takes the traffic now and that this one replaces. */
  readonly replaces?: string | undefined
  /** Those that take it at the places further on its way: it replaces them once it arrives there. */
  readonly replacesLater: readonly string[]
  /** All names of whoever made or pushed the change; empty where nobody is known. */
  readonly authors: readonly string[]
  /** 1 to 10; absent where it was not assessed. */
  readonly riskScore?: number | undefined
  /** The wave that wants to start; index 0 is the first. */
  readonly wave: { readonly index: number; readonly name: string; readonly weightPercent: number }
  /** When this wave first asked. */
  readonly askedAtMs: number
  readonly freezes: Fact<readonly Freeze[]>
  readonly calendars: Fact<readonly Calendar[]>
  /** Which release holds the target; `null` where none does. */
  readonly holder: Fact<HolderFact | null>
  /** Alarms of the service that fire or have no data. */
  readonly alarms: Fact<readonly AlarmFact[]>
  /** All active incidents, of any service. */
  readonly incidents: Fact<readonly IncidentFact[]>
  /** Names of the services that this one needs. */
  readonly dependencies: Fact<readonly string[]>
  /** `null` where nobody has declared an objective for the service: that is known, and not the same as not known. */
  readonly budget: Fact<BudgetFact | null>
  readonly approvals: Fact<readonly Approval[]>
  readonly steps: Fact<readonly StepResult[]>
}
