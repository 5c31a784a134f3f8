/** The status page of somebody whom a service needs, and what a page says, in Statuspage's format (api/v2/summary.json). */
import * as z from 'zod'
import { nameSchema } from '../service/index.ts'

/** The least bad first, as Statuspage ranks them. */
export const indicators = ['none', 'minor', 'major', 'critical'] as const
export type Indicator = (typeof indicators)[number]
export const isAtLeast = (one: Indicator, other: Indicator): boolean =>
  indicators.indexOf(one) >= indicators.indexOf(other)

export const externalStatusSpecSchema = z.strictObject({
  /** Of the summary: `https://status.example.com/api/v2/summary.json`. */
  url: z.url({ protocol: /^https?$/ }).max(500),
  /** The service of ours that suffers with it: its incident is opened. */
  service: nameSchema,
  /** Names of the page's components that matter; none: the page as a whole. */
  components: z.array(z.string().min(1).max(200)).max(50).default([]),
  /** From which indicator on it is an incident of ours. */
  opensAt: z.enum(['minor', 'major', 'critical']).default('major'),
})
export const externalStatusSchema = z.strictObject({ name: nameSchema, ...externalStatusSpecSchema.shape })

export const externalStatusItemSchema = z.object({
  ...externalStatusSchema.shape,
  /** What two looks in a row agreed on. */
  standing: z.enum(['well', 'bad', 'unknown']),
  /** What the last look said, and how many said so in a row. */
  seen: z.enum(['well', 'bad', 'unknown']),
  looks: z.int().nonnegative(),
  sentence: z.string(),
  /** When the harm under way began, by our looks: names it. */
  badSinceMs: z.int().optional(),
  revision: z.int().nonnegative(),
})
export type ExternalStatusItem = z.output<typeof externalStatusItemSchema>

const componentIndicators: Readonly<Record<string, Indicator>> = {
  operational: 'none',
  under_maintenance: 'minor',
  degraded_performance: 'minor',
  partial_outage: 'major',
  major_outage: 'critical',
}

/** Statuspage says `maintenance` where nothing is wrong but what was announced. */
const indicatorSchema = z
  .enum([...indicators, 'maintenance'])
  .transform((said): Indicator => (said === 'maintenance' ? 'minor' : said))

const summarySchema = z.object({
  status: z.object({ indicator: indicatorSchema, description: z.string() }),
  components: z
    .array(z.object({ name: z.string(), status: z.string() }))
    .max(2_000)
    .default([]),
  incidents: z
    .array(z.object({ name: z.string() }))
    .max(200)
    .default([]),
})

export type Reading =
  | { readonly kind: 'well' | 'bad'; readonly indicator: Indicator; readonly sentence: string }
  /** No page, or none that says what we asked: neither good nor bad. */
  | { readonly kind: 'unknown'; readonly sentence: string }

/** What the page's text says of the components that matter. */
export function readSummary(
  text: string,
  { components, opensAt }: Pick<ExternalStatusItem, 'components' | 'opensAt'>,
): Reading {
  const parsed = summarySchema.safeParse(jsonOf(text))
  if (!parsed.success) return { kind: 'unknown', sentence: 'The page is no summary in Statuspage’s format.' }
  const { status, components: found, incidents } = parsed.data
  const news =
    incidents.length === 0
      ? ''
      : ` (${incidents
          .slice(0, 3)
          .map(({ name }) => name)
          .join('; ')})`
  const whole = { indicator: status.indicator, what: status.description }
  const parts: { indicator: Indicator; what: string }[] = []
  for (const name of components) {
    const component = found.find((candidate) => candidate.name === name)
    const indicator = component && componentIndicators[component.status]
    if (component === undefined || indicator === undefined)
      return { kind: 'unknown', sentence: `The page says nothing of ${name}.` }
    parts.push({ indicator, what: `${name}: ${component.status.replaceAll('_', ' ')}` })
  }
  const judged = components.length === 0 ? [whole] : parts
  const worst = judged.reduce((one, other) => (isAtLeast(one.indicator, other.indicator) ? one : other))
  const sentence = `${worst.what}${news}`.slice(0, 500)
  return { kind: isAtLeast(worst.indicator, opensAt) ? 'bad' : 'well', indicator: worst.indicator, sentence }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const looksInARow = 2

/** What the looks so far come to: a page that flickers, or is not there for a moment, changes nothing. */
export function followed(item: ExternalStatusItem, reading: Reading, nowMs: number): ExternalStatusItem {
  const looks = reading.kind === item.seen ? item.looks + 1 : 1
  const agreed = looks >= looksInARow ? reading.kind : item.standing
  // Not to be seen is not over: what was bad stays bad until a look says otherwise.
  const standing = agreed === 'unknown' && item.standing === 'bad' ? 'bad' : agreed
  const begins = standing === 'bad' && item.standing !== 'bad'
  const { badSinceMs, ...rest } = item
  const since = begins ? nowMs : standing === 'bad' ? badSinceMs : undefined
  return {
    ...rest,
    seen: reading.kind,
    looks,
    standing,
    sentence: reading.sentence,
    ...(since !== undefined && { badSinceMs: since }),
  }
}
