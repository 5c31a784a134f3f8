/** OpenSLO's document of kind SLO (openslo.com, v1), as far as Houston counts by it: ratios, one target, rolling and calendar windows. */
import * as z from 'zod'
import { dayMs, hourMs, minuteMs } from '../clock.ts'
import { metricSources } from '../port/metrics.ts'
import { nameSchema } from '../service/index.ts'
import { timeZoneSchema } from '../zone.ts'
import { sloLimits } from './limits.ts'
import type { Count, SloFacts } from './slo.ts'
import type { TimeWindow } from './window.ts'

/** In CloudWatch's case the query is an object; written as JSON it is the adapter's own language. */
const querySchema = z
  .union([z.string().min(1), z.record(z.string(), z.unknown()).transform((query) => JSON.stringify(query))])
  .pipe(z.string().max(sloLimits.queryCharacters.value))

const defaultLagSec = { prometheus: 30, cloudwatch: 60, openmetrics: 0 } as const

const metricSchema = z.strictObject({
  metricSource: z
    .strictObject({
      type: z.preprocess((type) => (typeof type === 'string' ? type.toLowerCase() : type), z.enum(metricSources)),
      /** OpenSLO leaves it to the source what stands here. */
      spec: z.strictObject({
        query: querySchema,
        address: z.string().max(2_048).default(''),
        lagSec: z.int().min(0).max(sloLimits.lagSec.value).optional(),
        absentIsZero: z.boolean().default(false),
      }),
    })
    .refine(({ type, spec }) => type === 'cloudwatch' || spec.address !== '', {
      path: ['spec', 'address'],
      error: 'must be the address of the source',
    }),
})

const countOf = ({ metricSource: { type, spec } }: z.output<typeof metricSchema>): Count => ({
  source: type,
  address: spec.address,
  query: spec.query,
  lagSec: spec.lagSec ?? defaultLagSec[type],
  absentIsZero: spec.absentIsZero,
})

const indicatorSchema = z.strictObject({
  metadata: z.looseObject({ name: z.string() }).optional(),
  spec: z.strictObject({
    description: z.string().max(1_000).optional(),
    ratioMetric: z
      .strictObject({
        /** Whether the sources count on; Houston's adapters tell by themselves. */
        counter: z.boolean().default(true),
        good: metricSchema.optional(),
        bad: metricSchema.optional(),
        total: metricSchema,
      })
      .refine(({ good, bad }) => (good === undefined) !== (bad === undefined), {
        error: 'must have either good or bad beside total',
      }),
  }),
})

const durationPattern = /^([1-9]\d{0,3})([mhdwMQY])$/
const durationSchema = z.string().regex(durationPattern, 'must be a duration of OpenSLO such as 28d, 4w, 1M or 1Q')

const unitMs: Readonly<Record<string, number>> = { m: minuteMs, h: hourMs, d: dayMs, w: 7 * dayMs }
const calendarUnitOf = { '1w': 'week', '1M': 'month', '1Q': 'quarter' } as const

const windowSchema = z
  .strictObject({
    duration: durationSchema,
    isRolling: z.boolean(),
    calendar: z
      .strictObject({
        /** OpenSLO's; Houston's weeks begin on Monday, its months and quarters on the first. */
        startTime: z.string().max(40).optional(),
        timeZone: timeZoneSchema.default('UTC'),
      })
      .optional(),
  })
  .transform(({ duration, isRolling, calendar }, context): TimeWindow => {
    const refuse = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message })
      return z.NEVER
    }
    if (!isRolling) {
      const unit = Object.entries(calendarUnitOf).find(([text]) => text === duration)?.[1]
      if (unit === undefined) return refuse('duration', 'must be 1w, 1M or 1Q where the window is no rolling one')
      return { kind: 'calendar', unit, timeZone: calendar?.timeZone ?? 'UTC' }
    }
    if (calendar !== undefined) return refuse('calendar', 'a rolling window has no calendar')
    const [, count, unit = ''] = durationPattern.exec(duration) ?? []
    const lengthMs = Number(count) * (unitMs[unit] ?? Number.NaN)
    if (!(lengthMs >= dayMs && lengthMs <= sloLimits.windowMs.value))
      return refuse('duration', 'must be 1d to 92d, or weeks, where the window is a rolling one')
    return { kind: 'rolling', lengthMs }
  })

const targetSchema = z
  .strictObject({
    displayName: z.string().max(200).optional(),
    target: z.number().gt(0).lt(1).optional(),
    targetPercent: z.number().gt(0).lt(100).optional(),
    timeSliceTarget: z.number().gt(0).max(1).optional(),
    timeSliceWindow: z
      .union([z.literal('1m'), z.literal(1)], 'must be 1m: objectives are read once a minute')
      .optional(),
  })
  .refine(({ target, targetPercent }) => (target === undefined) !== (targetPercent === undefined), {
    error: 'must have either target or targetPercent',
  })

export const sloDocumentSchema = z.strictObject({
  apiVersion: z.literal('openslo/v1'),
  kind: z.literal('SLO'),
  metadata: z.strictObject({
    name: nameSchema,
    displayName: z.string().min(1).max(200).optional(),
    labels: z.record(z.string(), z.unknown()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
  spec: z
    .strictObject({
      description: z.string().max(1_000).default(''),
      service: nameSchema,
      indicator: indicatorSchema,
      timeWindow: z.array(windowSchema).length(1),
      budgetingMethod: z.enum(['Occurrences', 'Timeslices']),
      objectives: z.array(targetSchema).length(1, 'must be one; give each further target an SLO of its own'),
    })
    .superRefine(({ budgetingMethod, objectives }, context) => {
      const sliced = budgetingMethod === 'Timeslices'
      if (sliced === (objectives[0]?.timeSliceTarget !== undefined)) return
      const message = sliced ? 'is needed for Timeslices' : 'goes with Timeslices only'
      context.addIssue({ code: 'custom', path: ['objectives', 0, 'timeSliceTarget'], message })
    }),
})

export function sloOf({ metadata, spec }: z.output<typeof sloDocumentSchema>): SloFacts {
  const { ratioMetric } = spec.indicator.spec
  const [objective] = spec.objectives
  const [window] = spec.timeWindow
  const part = ratioMetric.good ?? ratioMetric.bad
  if (objective === undefined || window === undefined || part === undefined)
    throw new Error('the schema of SLO documents lets through what it must not')
  const { target, targetPercent = 0, timeSliceTarget } = objective
  return {
    name: metadata.name,
    service: spec.service,
    title: metadata.displayName ?? metadata.name,
    description: spec.description,
    counts: ratioMetric.good === undefined ? 'bad' : 'good',
    part: countOf(part),
    total: countOf(ratioMetric.total),
    target: target ?? Math.round(targetPercent * 1e7) / 1e9,
    budgeting: spec.budgetingMethod === 'Timeslices' ? 'timeslices' : 'occurrences',
    ...(timeSliceTarget !== undefined && { sliceTarget: timeSliceTarget }),
    window,
  }
}
