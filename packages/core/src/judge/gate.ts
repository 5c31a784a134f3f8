/** What a wave must prove before the next one: declared once, used by files, commands and the judge. */
import * as z from 'zod'
import { judgeLimits } from './limits.ts'

const rate = z.number().min(0).max(1)
const probability = z.number().gt(0).lt(1)
const metricId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,47}$/, 'lower-case letters, digits and dashes, up to 48')

/**
 * The expressions that read one arm. `${service}`, `${version}` and `${region}` stand for the arm's labels.
 * `squares` (the sum of squared values) is what a `mean` needs besides `requests` and `events` (the sum of values).
 */
export const metricSourceSchema = z.strictObject({
  requests: z.string().min(1).max(4_000),
  events: z.string().min(1).max(4_000),
  squares: z.string().min(1).max(4_000).optional(),
  /** Whether a source without a series of events has none of them, rather than no answer. Only where requests are read. */
  absentEventsAreZero: z.boolean().default(false),
})

export const gateMetricSchema = z.strictObject({
  id: metricId,
  /** What a person calls it, e.g. "errors". */
  title: z.string().min(1).max(80).optional(),
  /**
   * `count`: events among requests (errors, slow requests, orders). `mean`: an unbounded value per request (latency, revenue).
   * `bounded`: a value per request within `range` (a satisfaction score).
   */
  kind: z.enum(['count', 'mean', 'bounded']).default('count'),
  /** The direction that is harm: errors go up, orders go down. */
  harmIs: z.enum(['up', 'down']).default('up'),
  /** Only critical metrics convict, block and prove; advisory ones are reported. */
  weight: z.enum(['critical', 'advisory']).default('critical'),
  /** A worsening smaller than this is never harm: a share of requests for counts, in the value's unit for means. */
  minimumHarm: z.number().min(0).default(0.0001),
  /** Safe means a ratio of canary to stable below 1 + margin (for `down`: above 1 / (1 + margin)). */
  margin: z.number().gt(0).max(10).default(0.5),
  /** The share (or mean) that must not be passed: judged alone where no stable fleet is left to compare with. */
  ceiling: z.number().min(0).optional(),
  /** The lowest and highest value of a `bounded` metric. */
  range: z.tuple([z.number(), z.number()]).default([0, 1]),
  /** Thresholds that need no statistics, confirmed by a second tick and skipped where the stable side breaches too. */
  guardrail: z
    .strictObject({
      /** Every request bad, at least this many over both ticks and more than one burst; null switches it off. */
      allBadRequests: z.number().int().positive().nullable().default(10),
      /** Any events at all, at least this many in each tick: for security signals. */
      anyEvents: z.number().int().positive().nullable().default(null),
    })
    .prefault({}),
  source: metricSourceSchema.optional(),
})

/** What happens when neither harm nor safety shows in time. Promotion is not among the choices. */
export const undecidedPolicySchema = z.strictObject({
  /**
   * `hold` keeps the weight; `ask` asks a person; `extend` soaks on for up to `extendSoaks` more soak times and then asks;
   * `synthetic` asks for generated traffic for as long, and then a person.
   */
  action: z.enum(['hold', 'extend', 'ask', 'synthetic']).default('extend'),
  extendSoaks: z.number().min(0).max(50).default(9),
  /** For `synthetic`: told how many requests are needed. The event `release.wave-undecided` says the same on the bus. */
  webhook: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .optional(),
  /** Whether the author of the change may let an undecided wave of it pass. */
  authorMayPass: z.boolean().default(false),
})

export const worstCasePolicySchema = z.strictObject({
  /** The share of the remaining error budget that one step to the next wave may put at risk; 0 turns this way off. */
  budgetShare: rate.default(0.01),
  /** No verdict of safe on fewer canary requests or ticks than these. */
  minimumRequests: z.number().int().min(1).default(20),
  minimumTicks: z.number().int().min(1).default(3),
  /**
   * A harm of this ratio must have been excluded first, with this chance of overlooking it, wherever the wave's traffic can
   * show that within its longest extension. Null: what is affordable is enough.
   */
  mustExclude: z
    .strictObject({ ratio: z.number().gt(1), missRate: probability })
    .nullable()
    .default(null),
})

export const gateSchema = z
  .strictObject({
    name: z.string().min(1).max(80),
    metrics: z.array(gateMetricSchema).min(1).max(judgeLimits.metricsPerGate.value),
    /** The chance that a wave of a harmless release is called harm. */
    alpha: probability.default(0.01),
    /** The chance that a release at the margin is called safe by evidence. */
    beta: probability.default(0.01),
    /** Ticks held back for late and disordered arrivals. */
    lateTicks: z.number().int().min(0).max(judgeLimits.lateTicks.value).default(2),
    /** A critical metric without a usable tick for this long is blind. */
    blindAfterTicks: z.number().int().min(1).max(100).default(6),
    /** The least share of the wave's ticks that must be usable. */
    minimumCoverage: rate.default(0.5),
    /** Where the stable side itself is this bad, nothing moves: there is an incident, not a canary to judge. */
    incidentAbove: rate.default(0.2),
    /** A canary that falls silent is harm once this many requests should have come over two ticks or more. */
    silentAfterRequests: z.number().positive().default(20),
    undecided: undecidedPolicySchema.prefault({}),
    worstCase: worstCasePolicySchema.prefault({}),
  })
  .superRefine((gate, context) => {
    const seen = new Set<string>()
    for (const [index, metric] of gate.metrics.entries()) {
      if (seen.has(metric.id))
        context.addIssue({ code: 'custom', path: ['metrics', index, 'id'], message: 'is used twice' })
      seen.add(metric.id)
      if (metric.range[0] >= metric.range[1])
        context.addIssue({ code: 'custom', path: ['metrics', index, 'range'], message: 'must ascend' })
      if (metric.kind === 'mean' && metric.source !== undefined && metric.source.squares === undefined)
        context.addIssue({
          code: 'custom',
          path: ['metrics', index, 'source', 'squares'],
          message: 'a mean needs squares',
        })
    }
    if (!gate.metrics.some((metric) => metric.weight === 'critical'))
      context.addIssue({ code: 'custom', path: ['metrics'], message: 'at least one metric must be critical' })
  })

export type GateMetric = z.output<typeof gateMetricSchema>
export type Gate = z.output<typeof gateSchema>
/** A gate as it is written: everything with a default may be left out. */
export type GateInput = z.input<typeof gateSchema>
