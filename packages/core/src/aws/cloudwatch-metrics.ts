/**
 * Metrics from CloudWatch by GetMetricData. An expression is JSON, e.g.
 * `{"namespace":"AWS/ApplicationELB","metric":"RequestCount","dimensions":{"LoadBalancer":"app/shop/1"},"stat":"Sum"}`.
 * Every reading is a `delta` of whole periods. CloudWatch has a period's final figure some minutes after its end, so windows
 * should end that much earlier.
 */
import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import type { MetricQuery, MetricReading, Metrics } from '../port/metrics.ts'
import { Explanations } from './cloudwatch-metrics-explanation.ts'
import { type AlignedQuery, parseQuery } from './cloudwatch-metrics-expression.ts'
import { messageText, readingOf, type Trouble, type WholeResult, withPage } from './cloudwatch-metrics-result.ts'

/** GetMetricData takes 500 queries a call. */
const queriesPerCall = 500
/** 100,800 points come per page; a read that needs more pages than this asks for too much. */
const pagesPerCall = 50

const throttlingNames = /throttl|RequestLimitExceeded|TooManyRequests|LimitExceeded/i
const badQueryNames =
  /^(ValidationError|ValidationException|InvalidParameter|MissingParameter|MissingRequiredParameter)/

/** One query and its place in the call: its own id, and the witness's where it has one. */
interface Asked {
  readonly aligned: AlignedQuery
  readonly own: string
  readonly witness?: string
  readonly data: readonly MetricDataQuery[]
}

export class CloudWatchMetrics implements Metrics {
  readonly #client: CloudWatchClient
  readonly #timeoutMs: number

  /** `timeoutMs` bounds each call, the client's own retries included. */
  constructor(client: CloudWatchClient, options: { readonly timeoutMs?: number } = {}) {
    this.#client = client
    this.#timeoutMs = options.timeoutMs ?? 10_000
  }

  async read(queries: readonly MetricQuery[], signal?: AbortSignal): Promise<readonly MetricReading[]> {
    const refused: MetricReading[] = []
    const windows = new Map<string, AlignedQuery[]>()
    for (const query of queries) {
      const parsed = parseQuery(query)
      if (parsed.kind === 'aligned') {
        const key = `${parsed.aligned.startMs}-${parsed.aligned.endMs}`
        windows.set(key, [...(windows.get(key) ?? []), parsed.aligned])
      } else {
        const reason = parsed.kind === 'invalid' ? 'bad-query' : 'no-data'
        refused.push(missing(query, { reason, detail: parsed.detail }))
      }
    }
    const explanations = new Explanations(this.#client, () => this.#deadline(signal))
    const readings = await Promise.all(
      [...windows.values()].flatMap(calls).map((asked) => this.#readCall(asked, explanations, signal)),
    )
    return [...refused, ...readings.flat()]
  }

  async #readCall(
    asked: readonly Asked[],
    explanations: Explanations,
    signal: AbortSignal | undefined,
  ): Promise<MetricReading[]> {
    let results: ReadonlyMap<string, WholeResult>
    try {
      results = await this.#ask(asked, signal)
    } catch (error) {
      const trouble = troubleOf(error)
      // One query that CloudWatch refuses fails the whole call: halves find it and let the others through.
      if (trouble.reason === 'bad-query' && asked.length > 1) {
        const middle = Math.ceil(asked.length / 2)
        const halves = [asked.slice(0, middle), asked.slice(middle)]
        return (await Promise.all(halves.map((half) => this.#readCall(half, explanations, signal)))).flat()
      }
      return asked.map(({ aligned }) => missing(aligned.query, trouble))
    }
    return Promise.all(
      asked.map(async ({ aligned, own, witness }) => {
        const reading = readingOf(aligned, results.get(own), witness === undefined ? undefined : results.get(witness))
        return reading === 'empty' ? missing(aligned.query, await explanations.why(aligned)) : reading
      }),
    )
  }

  async #ask(asked: readonly Asked[], signal: AbortSignal | undefined): Promise<ReadonlyMap<string, WholeResult>> {
    const results = new Map<string, WholeResult>()
    const [first] = asked
    if (first === undefined) return results
    let token: string | undefined
    let pages = 0
    do {
      const page = await this.#client.send(
        new GetMetricDataCommand({
          StartTime: new Date(first.aligned.startMs),
          EndTime: new Date(first.aligned.endMs),
          ScanBy: 'TimestampAscending',
          MetricDataQueries: asked.flatMap(({ data }) => data),
          ...(token !== undefined && { NextToken: token }),
        }),
        { abortSignal: this.#deadline(signal) },
      )
      for (const result of page.MetricDataResults ?? [])
        if (result.Id !== undefined) results.set(result.Id, withPage(results.get(result.Id), result))
      const remarks = (page.Messages ?? []).map(messageText)
      if (remarks.length > 0) throw new Unanswered({ reason: 'partial', detail: remarks.join('; ') })
      token = page.NextToken
      if (token !== undefined && ++pages >= pagesPerCall)
        throw new Unanswered({ reason: 'partial', detail: `more than ${pagesPerCall} pages of points` })
    } while (token !== undefined)
    return results
  }

  #deadline(signal: AbortSignal | undefined): AbortSignal {
    const timeout = AbortSignal.timeout(this.#timeoutMs)
    return signal ? AbortSignal.any([signal, timeout]) : timeout
  }
}

class Unanswered extends Error {
  readonly trouble: Trouble

  constructor(trouble: Trouble) {
    super(trouble.detail)
    this.trouble = trouble
  }
}

const missing = ({ id }: MetricQuery, { reason, detail }: Trouble): MetricReading => ({
  id,
  kind: 'missing',
  reason,
  detail,
})

/** Splits one window's queries into calls; a query and its witness stay together. */
function calls(aligned: readonly AlignedQuery[]): Asked[][] {
  const all: Asked[][] = []
  let free = 0
  for (const [index, one] of aligned.entries()) {
    const asked = ask(one, index)
    if (free < asked.data.length) {
      all.push([])
      free = queriesPerCall
    }
    all.at(-1)?.push(asked)
    free -= asked.data.length
  }
  return all
}

function ask(aligned: AlignedQuery, index: number): Asked {
  const { metric, stat, absentIsZeroWhere } = aligned.expression
  const own = `q${index}`
  const data = [dataQuery(aligned, own, metric, stat)]
  if (absentIsZeroWhere === undefined) return { aligned, own, data }
  const witness = `w${index}`
  return { aligned, own, witness, data: [...data, dataQuery(aligned, witness, absentIsZeroWhere, 'SampleCount')] }
}

function dataQuery({ expression, periodMs }: AlignedQuery, id: string, metric: string, stat: string): MetricDataQuery {
  const { namespace, dimensions, accountId } = expression
  return {
    Id: id,
    ...(accountId !== undefined && { AccountId: accountId }),
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: metric,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: periodMs / 1_000,
      Stat: stat,
    },
    ReturnData: true,
  }
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof Unanswered) return error.trouble
  if (!(error instanceof Error)) return { reason: 'source-down', detail: String(error) }
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
  const detail = `CloudWatch: ${error.name}: ${error.message}`.slice(0, 300)
  if (status === 429 || throttlingNames.test(error.name)) return { reason: 'throttled', detail }
  return { reason: badQueryNames.test(error.name) ? 'bad-query' : 'source-down', detail }
}

/** With a client of its own. */
export const cloudWatchMetrics = (): Metrics => new CloudWatchMetrics(new CloudWatchClient({}))
