/**
 * Metrics from Prometheus' HTTP API (and what speaks it: Thanos, Mimir, VictoriaMetrics, Amazon Managed Prometheus).
 * An expression with `$window` is a `delta`: `sum(increase(http_requests_total{version="v2"}[$window]))` is evaluated at the end
 * of each step with `$window` replaced by its length. One without is a `counter`, evaluated at the end of the window:
 * `sum(http_requests_total{version="v2"})`. Either must give one series, and in a delta every step must have a value.
 */
import type { MetricPoint, MetricQuery, MetricReading, Metrics } from '../port/metrics.ts'
import { type ApiAnswer, type ApiSeries, parseAnswer } from './prometheus-answer.ts'
import { firstSelector } from './promql.ts'
import { askSource, failed, missing, type SourceFailure } from './source.ts'

export interface PrometheusOptions {
  /** The server's base, e.g. `http://127.0.0.1:9090` or `https://…/workspaces/ws-1`. */
  readonly url: string
  /** E.g. an `authorization`; asked for on every read. */
  readonly headers?: () => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>
  readonly timeoutMs?: number
  readonly maxBytes?: number
  /** Length of a delta's sub-windows; absent: the whole window is one. */
  readonly stepMs?: number
  /** How far back a counter's last sample may lie; absent: the server's own, 5 minutes unless configured. */
  readonly lookbackMs?: number
  /** Requests under way at once. */
  readonly concurrency?: number
}

/** Prometheus refuses more points than this in one series. */
const maxSteps = 11_000
const seconds = (ms: number): string => String(ms / 1_000)

export class Prometheus implements Metrics {
  readonly #options: PrometheusOptions

  constructor(options: PrometheusOptions) {
    this.#options = options
  }

  async read(queries: readonly MetricQuery[], signal?: AbortSignal): Promise<readonly MetricReading[]> {
    const readings: MetricReading[] = []
    const left = queries.values()
    // Several workers draw from one iterator, so that a slow query delays only its own.
    const work = async () => {
      for (const query of left) readings.push(await this.#readOne(query, signal))
    }
    await Promise.all(Array.from({ length: this.#options.concurrency ?? 4 }, work))
    return readings
  }

  async #readOne(query: MetricQuery, signal: AbortSignal | undefined): Promise<MetricReading> {
    const reading = query.expression.includes('$window')
      ? await this.#readDelta(query, signal)
      : await this.#readCounter(query, signal)
    return reading.kind === 'failed' ? missing(query, reading) : reading
  }

  async #readCounter(query: MetricQuery, signal: AbortSignal | undefined): Promise<MetricReading | SourceFailure> {
    const { lookbackMs } = this.#options
    const lookback = lookbackMs === undefined ? {} : { lookback_delta: seconds(lookbackMs) }
    const form = { query: query.expression, time: seconds(query.endMs), ...lookback }
    const series = await this.#oneSeries('query', form, query, signal)
    if (series.kind === 'failed') return series
    const value = series.points[0]?.value
    if (value === undefined) return failed('no-data', 'the series has no sample')
    if (!Number.isFinite(value) || value < 0) return failed('not-a-number', `the counter is ${value}`)
    return { id: query.id, kind: 'counter', value, atMs: query.endMs }
  }

  async #readDelta(query: MetricQuery, signal: AbortSignal | undefined): Promise<MetricReading | SourceFailure> {
    const { startMs, endMs, expression } = query
    const stepMs = this.#options.stepMs ?? endMs - startMs
    const steps = (endMs - startMs) / stepMs
    if (!Number.isInteger(steps) || steps < 1 || steps > maxSteps)
      return failed('bad-query', `a window of ${endMs - startMs} ms is not 1 to ${maxSteps} steps of ${stepMs} ms`)
    const form = {
      query: expression.replaceAll('$window', `${stepMs}ms`),
      start: seconds(startMs + stepMs),
      end: seconds(endMs),
      step: seconds(stepMs),
    }
    const series = await this.#oneSeries('query_range', form, query, signal)
    if (series.kind === 'failed') return series
    if (series.points.length < steps) return failed('partial', `${series.points.length} of ${steps} steps have a value`)
    const points = series.points.map(({ atMs, value }): MetricPoint => ({ startMs: atMs - stepMs, endMs: atMs, value }))
    const odd = points.find(({ value }) => !Number.isFinite(value) || value < 0)
    if (odd) return failed('not-a-number', `the increment is ${odd.value}`)
    return { id: query.id, kind: 'delta', points }
  }

  async #oneSeries(
    path: 'query' | 'query_range',
    form: Readonly<Record<string, string>>,
    query: MetricQuery,
    signal: AbortSignal | undefined,
  ): Promise<ApiSeries | SourceFailure> {
    const answer = await this.#ask(path, form, signal)
    if (answer.kind === 'failed') return answer
    if (answer.warnings.length > 0) return failed('partial', answer.warnings.join('; ').slice(0, 300))
    const [only, ...others] = answer.series
    if (others.length > 0)
      return failed('bad-query', `the expression gives ${answer.series.length} series; aggregate them, e.g. with sum()`)
    return only ?? (await this.#whyEmpty(query, signal))
  }

  /** An empty result hides what is wrong: asks whether the metric exists at all, and with these labels. */
  async #whyEmpty({ expression, endMs }: MetricQuery, signal: AbortSignal | undefined): Promise<SourceFailure> {
    const found = firstSelector(expression)
    if (found === undefined) return failed('no-data', 'the expression gives no series')
    const { name, selector } = found
    // The second operand of `or` counts only where the first is empty: 0 then says that the name exists.
    const form = { query: `count(${selector}) or (count(${name}) * 0)`, time: seconds(endMs) }
    const answer = await this.#ask('query', form, signal)
    if (answer.kind === 'failed') return answer
    const count = answer.series[0]?.points[0]?.value
    if (count === undefined) return failed('no-data', `there is no ${name}`)
    if (count === 0) return failed('wrong-dimension', `${name} exists, but not as ${selector}`)
    return failed('no-data', `${selector} exists, but has too few samples in the window`)
  }

  async #ask(
    path: string,
    form: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<ApiAnswer | SourceFailure> {
    const { url, headers, timeoutMs = 10_000, maxBytes = 10_000_000 } = this.#options
    if (!URL.canParse(url)) return failed('bad-query', 'the address of the source is no URL')
    const base = url.endsWith('/') ? url : `${url}/`
    let given: Readonly<Record<string, string>>
    try {
      given = (await headers?.()) ?? {}
    } catch {
      // The cause may quote the credentials it failed to make.
      return failed('source-down', 'the credentials for the source cannot be made')
    }
    const answer = await askSource({
      url: new URL(`api/v1/${path}`, base),
      headers: given,
      // The server gives up a little earlier than we do, and says so.
      form: new URLSearchParams({ ...form, timeout: `${Math.max(1, timeoutMs - 500)}ms` }),
      timeoutMs,
      maxBytes,
      signal,
    })
    return answer.kind === 'failed' ? answer : parseAnswer(answer.status, answer.text)
  }
}
