/** Sentences for three in the morning: what, how much, against what, and what it would have needed. */
import type { GateMetric } from './gate.ts'
import type { Advice, MetricFinding, Need, WorstCase } from './verdict.ts'

/** `40,310`: grouped by hand, so that the text does not depend on where it runs. */
export function grouped(value: number): string {
  const [whole = '0', fraction] = String(Number(value.toPrecision(6))).split('.')
  const text = whole.includes('e') ? whole : whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return fraction === undefined ? text : `${text}.${fraction}`
}

export const percent = (share: number): string => `${Number((share * 100).toPrecision(2))} %`

const levelOf = (metric: GateMetric, requests: number, events: number): string => {
  if (requests <= 0) return 'nothing'
  return metric.kind === 'count' ? percent(events / requests) : grouped(Number((events / requests).toPrecision(4)))
}

/** "errors 2.1 % on 412 canary requests against 0.2 % on 40,310". */
export function comparison(metric: GateMetric, finding: MetricFinding): string {
  const canary = levelOf(metric, finding.canaryRequests, finding.canaryEvents)
  const against =
    finding.stableRequests > 0
      ? `${levelOf(metric, finding.stableRequests, finding.stableEvents)} on ${grouped(finding.stableRequests)}`
      : 'no stable traffic'
  return `${metric.title ?? metric.id} ${canary} on ${grouped(finding.canaryRequests)} canary requests against ${against}`
}

export const evidence = (eValue: number, needs: number): string =>
  `e-value ${eValue >= 1e12 ? 'over 10^12' : grouped(eValue)}, needs ${grouped(needs)}`

export function worstCaseText(worst: WorstCase, title: string): string {
  const granted = `${grouped(Number(worst.grantedRequests.toPrecision(3)))} granted from the error budget`
  return (
    `at worst ${percent(worst.excessRate)} more of ${title} for ${grouped(worst.requestsUntilDetected)} requests of the next ` +
    `wave, ${grouped(Number(worst.costRequests.toPrecision(3)))} bad requests of ${granted}`
  )
}

/** What the wave could find by the end of its soak: the minimum detectable effect. */
function powerText({ detectableRatio, detectableChange }: Need, kind: GateMetric['kind']): string {
  if (detectableRatio !== null) return `this soak finds a ratio of ${grouped(detectableRatio)} or worse`
  if (detectableChange === null) return 'what this soak could find cannot be told yet'
  const change =
    kind === 'count' ? `${percent(detectableChange)} of requests` : `a change of ${grouped(detectableChange)}`
  return `this soak finds ${change} or worse`
}

export function needText(need: Need, kind: GateMetric['kind']): string {
  const duration =
    need.minutes === null
      ? ''
      : need.minutes > 180
        ? ` (about ${grouped(Number((need.minutes / 60).toPrecision(2)))} hours)`
        : ` (about ${grouped(Number(need.minutes.toPrecision(2)))} minutes)`
  const more =
    need.requests === null
      ? 'how much more it needs cannot be told yet'
      : need.requests === 0
        ? 'it has the requests that it needs'
        : `needs about ${grouped(need.requests)} more canary requests${duration}`
  return `${more}; ${powerText(need, kind)}`
}

/** What the policy asks for, in words; empty while it only waits. */
export function adviceText(advice: Advice, { requests }: Need): string {
  switch (advice) {
    case 'wait':
      return ''
    case 'hold':
      return 'The wave is held.'
    case 'ask':
      return 'A person must decide.'
    case 'synthetic':
      return requests === null
        ? 'Generated traffic is asked for.'
        : `${grouped(requests)} generated canary requests are asked for.`
  }
}

const causes: Readonly<Record<string, string>> = {
  'no-data': 'the source has no data for it',
  'not-a-number': 'the source answers with values that are not numbers',
  partial: 'the source answers only in part',
  'source-down': 'the source is down',
  throttled: 'the source throttles the reads',
  'wrong-dimension': 'its query names a dimension that does not exist',
  'bad-query': 'the source refuses its query',
  'no-ticks': 'no tick has arrived',
  'no-stable-traffic': 'the stable side has no traffic to compare with',
  'no-canary-traffic': 'the canary gets no traffic',
  'no-traffic': 'there is no traffic at all',
  'counter-reset': 'its counter was reset',
  negative: 'it counts below zero',
  'more-events-than-requests': 'it counts more events than requests',
  'out-of-range': 'its values are outside the declared range',
  'arms-identical': 'both sides show exactly the same numbers, so its query does not tell the versions apart',
  'traffic-share-off':
    'the canary shows far more of the traffic than its weight, so its query does not tell the versions apart',
  sparse: 'too many of its ticks are missing',
  'no-control': 'there is neither a stable fleet nor a ceiling to compare with',
}

export const causeText = (cause: string): string => causes[cause] ?? cause
