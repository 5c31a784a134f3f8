/** Finds out why a CloudWatch metric is empty: it is not there at all, or it is there with other dimensions. */
import { type CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import type { AlignedQuery } from './cloudwatch-metrics-expression.ts'
import type { Trouble } from './cloudwatch-metrics-result.ts'

/** Metrics looked up by ListMetrics in one read; it allows 25 calls a second for the whole account. */
const explainedPerRead = 10

/** The explanations of one read: each metric is looked up once. */
export class Explanations {
  readonly #client: CloudWatchClient
  readonly #deadline: () => AbortSignal
  readonly #lookups = new Map<string, Promise<readonly Readonly<Record<string, string>>[] | undefined>>()

  constructor(client: CloudWatchClient, deadline: () => AbortSignal) {
    this.#client = client
    this.#deadline = deadline
  }

  async why({ expression }: AlignedQuery): Promise<Trouble> {
    const { namespace, metric, dimensions } = expression
    const found = (await this.#dimensionsOf(namespace, metric)) ?? []
    const wanted = JSON.stringify(Object.entries(dimensions).sort())
    const exact = found.some((other) => JSON.stringify(Object.entries(other).sort()) === wanted)
    const detail = `${namespace} ${metric} has no data with dimensions ${JSON.stringify(dimensions)}`
    if (found.length === 0 || exact) return { reason: 'no-data', detail }
    return { reason: 'wrong-dimension', detail: `${detail}, but with ${JSON.stringify(found[0])}` }
  }

  /** Undefined where it is not known. */
  #dimensionsOf(namespace: string, metric: string) {
    const key = `${namespace}\n${metric}`
    const known = this.#lookups.get(key)
    if (known !== undefined || this.#lookups.size >= explainedPerRead) return known
    const lookup = this.#list(namespace, metric)
    this.#lookups.set(key, lookup)
    return lookup
  }

  async #list(namespace: string, metric: string) {
    try {
      const command = new ListMetricsCommand({ Namespace: namespace, MetricName: metric })
      const { Metrics: metrics = [], NextToken } = await this.#client.send(command, { abortSignal: this.#deadline() })
      // A list that goes on cannot prove that the wanted dimensions are not in it.
      if (NextToken !== undefined) return undefined
      return metrics.map(({ Dimensions = [] }) =>
        Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value])),
      )
    } catch {
      // It only words the reason; that there is no data stands without it.
      return undefined
    }
  }
}
