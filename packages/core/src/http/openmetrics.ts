/** Metrics scraped from one page of OpenMetrics or Prometheus text. An expression is a selector; its matching samples are summed. */
import type { MetricQuery, MetricReading, Metrics } from '../port/metrics.ts'
import { type Page, parsePage, type Sample } from './openmetrics-text.ts'
import { matchesAll, parseSelector, type Selector } from './selector.ts'
import { askSource, failed, missing, type SourceFailure } from './source.ts'

export interface OpenMetricsOptions {
  /** The page, e.g. `http://127.0.0.1:8080/metrics`. */
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
  readonly maxBytes?: number
  /** A sample whose own timestamp is older than this before the query's end is no data. */
  readonly staleAfterMs?: number
}

const accept = 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5'
/** Suffixes that samples have after their family's name. */
const suffixes = ['_total', '_bucket', '_count', '_sum', '_created']
/** Families whose values go up and down: a difference of two readings says nothing about what happened in between. */
const notCumulative = new Set(['gauge', 'info', 'stateset', 'gaugehistogram'])

/**
 * Every reading is a `counter`. Its `createdMs` is the latest creation among the samples that were summed: where it has moved
 * since an earlier reading, a counter began anew and the difference of the two readings means nothing.
 */
export class OpenMetricsScrape implements Metrics {
  readonly #options: Required<OpenMetricsOptions>

  constructor(options: OpenMetricsOptions) {
    this.#options = { headers: {}, timeoutMs: 5_000, maxBytes: 10_000_000, staleAfterMs: 300_000, ...options }
  }

  async read(queries: readonly MetricQuery[], signal?: AbortSignal): Promise<readonly MetricReading[]> {
    if (queries.length === 0) return []
    const page = await this.#scrape(signal)
    if ('kind' in page) return queries.map((query) => missing(query, page))
    return queries.map((query) => {
      const parsed = parseSelector(query.expression)
      if (parsed.kind === 'invalid') return missing(query, failed('bad-query', parsed.detail))
      const reading = readCounter(page, parsed.selector, query, this.#options.staleAfterMs)
      return reading.kind === 'failed' ? missing(query, reading) : reading
    })
  }

  async #scrape(signal: AbortSignal | undefined): Promise<Page | SourceFailure> {
    const { url, headers, timeoutMs, maxBytes } = this.#options
    if (!URL.canParse(url)) return failed('bad-query', 'the address of the page is no URL')
    const page = new URL(url)
    const answer = await askSource({ url: page, headers: { accept, ...headers }, timeoutMs, maxBytes, signal })
    if (answer.kind === 'failed') return answer
    if (answer.status !== 200) return failed('source-down', `${page.host} answered ${answer.status}`)
    const type = answer.contentType.split(';')[0]?.trim().toLowerCase() ?? ''
    const known = type === 'application/openmetrics-text' || type === 'text/plain' || type === ''
    if (!known) return failed('source-down', `${page.host} answered ${type}, not a page of metrics`)
    const parsed = parsePage(answer.text, type === 'application/openmetrics-text' ? 'openmetrics' : 'prometheus')
    if (parsed.kind === 'truncated') return failed('partial', `the page of ${page.host} ends without # EOF`)
    if (parsed.kind === 'malformed')
      return failed('source-down', `the page of ${page.host} is broken: ${parsed.detail}`)
    return parsed.page
  }
}

function readCounter(page: Page, selector: Selector, query: MetricQuery, staleAfterMs: number) {
  const type = typeOf(page, selector.name)
  if (type !== undefined && notCumulative.has(type))
    return failed('bad-query', `${selector.name} is a ${type}, not a counter`)
  const named = page.samples.filter(({ name }) => name === selector.name)
  const matching = named.filter(({ labels }) => matchesAll(selector.matchers, labels))
  const doubt = doubtOf(selector, named, matching)
  if (doubt) return doubt
  const stamps = matching.flatMap(({ timestampMs }) => (timestampMs === undefined ? [] : [timestampMs]))
  const atMs = Math.min(query.endMs, ...stamps)
  if (atMs < query.endMs - staleAfterMs)
    return failed('no-data', `${selector.name} was last written ${query.endMs - atMs} ms before the end of the window`)
  const value = matching.reduce((sum, sample) => sum + sample.value, 0)
  const createdMs = latestCreation(page, selector)
  return { id: query.id, kind: 'counter', value, atMs, ...(createdMs !== undefined && { createdMs }) } as const
}

/** Why the samples cannot be summed; undefined where they can. */
function doubtOf(selector: Selector, named: readonly Sample[], matching: readonly Sample[]): SourceFailure | undefined {
  const { name, matchers } = selector
  if (named.length === 0) return failed('no-data', `there is no ${name} on the page`)
  if (matching.length === 0) {
    const alone = matchers.find((matcher) => !named.some(({ labels }) => matcher.matches(labels[matcher.label] ?? '')))
    const which = alone?.text ?? matchers.map(({ text }) => text).join(',')
    return failed('wrong-dimension', `${name} exists, but none of its ${named.length} samples matches ${which}`)
  }
  const identities = new Set(matching.map(({ labels }) => JSON.stringify(Object.entries(labels).sort())))
  if (identities.size < matching.length) return failed('source-down', `${name} holds the same sample twice`)
  const odd = matching.find(({ value }) => !Number.isFinite(value) || value < 0)
  return odd && failed('not-a-number', `${name} is ${odd.value}`)
}

function typeOf({ types }: Page, name: string): string | undefined {
  const suffix = suffixes.find((ending) => name.endsWith(ending))
  return types.get(name) ?? (suffix && types.get(name.slice(0, -suffix.length)))
}

/** A histogram's buckets share the creation of their family, which has no `le`. */
function latestCreation({ samples }: Page, { name, matchers }: Selector): number | undefined {
  const suffix = suffixes.find((ending) => name.endsWith(ending))
  if (suffix === undefined) return undefined
  const creation = `${name.slice(0, -suffix.length)}_created`
  const own = suffix === '_bucket' ? matchers.filter(({ label }) => label !== 'le') : matchers
  const created = samples
    .filter((sample) => sample.name === creation && matchesAll(own, sample.labels))
    .map(({ value }) => Math.round(value * 1_000))
    .filter(Number.isFinite)
  return created.length === 0 ? undefined : Math.max(...created)
}
