/** How a fleet is updated without downtime, and the shares that bound it. */
import * as z from 'zod'
import { defineError } from '../error.ts'

/** One host, task or other single place where the service runs. */
export const fleetTargetSchema = z.object({
  id: z.string().min(1),
  /** Where it stands: a region, a data centre. */
  location: z.string().min(1),
  /** What fails together within a location. */
  zone: z.string().min(1),
})
export type FleetTarget = z.infer<typeof fleetTargetSchema>

export const rollPlanSchema = z.object({
  fromVersion: z.string().min(1),
  toVersion: z.string().min(1),
  /** Whole per cent of the fleet that may be out of service for the update at once; a third counts as 33. */
  atOncePercent: z.int().min(1).max(100).default(33),
  /** Whole per cent of the fleet that must stay healthy; two thirds count as 66. */
  healthyPercent: z.int().min(0).max(99).default(66),
  /** How long a command to update may take. */
  updateMs: z.int().positive().default(600_000),
  /** From the start of the new version: how long an unhealthy or silent target is forgiven. */
  graceMs: z.int().nonnegative().default(60_000),
  /** Healthy answers in a row that make a target updated. */
  healthyChecks: z.int().positive().default(3),
  /** Targets that may fail before the whole update is taken back. */
  failuresAllowed: z.int().nonnegative().default(0),
})
export type RollPlan = z.infer<typeof rollPlanSchema>

export const fleetTooSmall = defineError(
  'fleet.too-small',
  'input',
  'The fleet is so small that one target is more than may be out of service at once.',
  (targets: number, plan: Pick<RollPlan, 'atOncePercent' | 'healthyPercent'>) => ({
    message: `one of ${targets} targets is more than ${plan.atOncePercent} %, or leaves less than ${plan.healthyPercent} % healthy`,
    fields: [{ path: 'targets', message: `has ${targets} targets, too few for the plan's shares` }],
    wayOut: 'Add targets, or allow the plan a larger share.',
  }),
)

export const targetTwice = defineError(
  'fleet.target-twice',
  'input',
  'Two targets of a fleet have the same id.',
  (ids: readonly string[]) => ({
    message: `the targets ${ids.join(', ')} are listed twice`,
    fields: ids.map((id) => ({ path: 'targets', message: `${id} is listed twice` })),
  }),
)

/** Whole per cent, rounded down: one of three is 33 %, two of three are 66 %. */
export const wholePercent = (part: number, whole: number): number => Math.floor((100 * part) / whole)
