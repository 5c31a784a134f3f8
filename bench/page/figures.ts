/** Every figure that Houston is to reach, with where it is measured. */
import {
  atLeast,
  atMost,
  type Figure,
  mostOf,
  numberOf,
  type Reading,
  type Result,
  reading,
  rowsOf,
  shown,
} from './figure.ts'

type Read = Figure['read']
const figure = (part: string, from: string, what: string, target: string, read: Read): Figure => ({
  part,
  from,
  what,
  target,
  read,
})

const race = (result: Result, judge: RegExp, rps: number, ratio: number): Result | undefined =>
  rowsOf(result, 'race.rows').find((row) => judge.test(String(row.judge)) && row.rps === rps && row.ratio === ratio)
const detection =
  (rps: number, ratio: number, most: number): Read =>
  (result) =>
    reading(numberOf(race(result, /^Houston/, rps, ratio), 'medianSeconds'), ' s', (value) => value <= most)

/** How many times sooner than the soonest of some peers; a peer that never saw it in half of its runs is no bound. */
const sooner =
  (peers: RegExp, least: number): Read =>
  (result) => {
    const pairs = [
      [1_000, 10],
      [1_000, 5],
      [100, 10],
    ] as const
    const factors = pairs.flatMap(([rps, ratio]) => {
      const own = numberOf(race(result, /^Houston/, rps, ratio), 'medianSeconds')
      const others = rowsOf(result, 'race.rows')
        .filter((row) => peers.test(String(row.judge)) && row.rps === rps && row.ratio === ratio)
        .map((row) => numberOf(row, 'medianSeconds'))
        .filter((value) => value !== undefined)
      return own === undefined || others.length === 0 ? [] : [Math.min(...others) / own]
    })
    return reading(
      factors.length === 0 ? undefined : Math.min(...factors),
      ' times at least',
      (value) => value >= least,
    )
  }

const nullRate: Read = (result) => {
  const rows = [...rowsOf(result, 'nulls.rows'), ...rowsOf(result, 'means.rows')]
  const most = mostOf(rows, 'rate')
  return most === undefined
    ? undefined
    : { text: `${Number((most * 100).toFixed(2))} % in the worst of ${rows.length} families`, met: most <= 0.01 }
}

const inPlan: Read = (result) => {
  const shares = rowsOf(result, 'passage.rows.healthy').flatMap((row) => {
    const [runs, reached] = [numberOf(row, 'runs'), numberOf(row, 'reachedInPlan')]
    return runs === undefined || reached === undefined ? [] : [(reached / runs) * 100]
  })
  return reading(
    shares.length === 0 ? undefined : Math.min(...shares),
    ' % at the slowest rate',
    (value) => value >= 97,
  )
}

const sumOf =
  (path: string, field: string, unit: string, met: (value: number) => boolean): Read =>
  (result) => {
    const rows = rowsOf(result, path)
    const values = rows.map((row) => numberOf(row, field) ?? 0)
    return rows.length === 0
      ? undefined
      : reading(
          values.reduce((sum, value) => sum + value, 0),
          unit,
          met,
        )
  }

/** A row of a benchmark that judges itself: figure, measured, target, met. */
const ownRow =
  (name: RegExp): Read =>
  (result) => {
    const row = rowsOf(result, 'rows').find((one) => name.test(String(one.figure)))
    const value = numberOf(row, 'measured')
    return value === undefined ? undefined : { text: String(value), met: row?.met === true }
  }

/** A tick is observed, and the wave decided. */
const tickMicros: Read = (result) => {
  const sums = rowsOf(result, 'expense.rows').flatMap((row) => {
    const [observe, decide] = [numberOf(row, 'observeMicros'), numberOf(row, 'decideMicros')]
    return observe === undefined || decide === undefined ? [] : [observe + decide]
  })
  return reading(sums.length === 0 ? undefined : Math.max(...sums), ' µs', (value) => value <= 20)
}

/** Beside Debian's Alertmanager in the same run; Alertmanager keeps nothing before its answer. */
const besideAlertmanager: Read = (result) => {
  const peer = numberOf(result, 'alertmanager.acceptedPerSecond')
  const own = numberOf(
    rowsOf(result, 'rows').find(({ phase: name }) => /^new/.test(String(name))),
    'acceptedPerSecond',
  )
  return peer === undefined || own === undefined
    ? undefined
    : { text: `${shown(own)} beside ${shown(peer)} a second`, met: true }
}

/** With how many alerts it was: what an alert costs hangs on it. */
const phase =
  (name: RegExp, field: string, met: (value: number) => boolean): Read =>
  (result) => {
    const row = rowsOf(result, 'rows').find((one) => name.test(String(one.phase)))
    const [value, alerts] = [numberOf(row, field), numberOf(row, 'alerts')]
    return reading(value, alerts === undefined ? '' : ` with ${shown(alerts)} alerts`, met)
  }

const query =
  (name: string, field: string, unit: string, most: number): Read =>
  (result) =>
    reading(
      numberOf(
        rowsOf(result, 'afterYears').find((row) => row.name === name),
        field,
      ),
      unit,
      (value) => value <= most,
    )

const largest =
  (path: string, field: string, unit: string, most: number): Read =>
  (result): Reading | undefined =>
    reading(mostOf(rowsOf(result, path), field), unit, (value) => value <= most)

const coldest: Read = (result) =>
  reading(mostOf(rowsOf(result, 'rows').slice(2), 'ratio'), ' times the slowest of them', (value) => value <= 1.3)

export const figures: readonly Figure[] = [
  figure('Judge', 'judge', 'healthy releases rolled back', '≤ 1 % in every family', nullRate),
  figure('Judge', 'judge', 'errors × 10 at 1,000 req/s, median to detect', '≤ 60 s', detection(1_000, 10, 60)),
  figure('Judge', 'judge', 'errors × 5 at 1,000 req/s', '≤ 180 s', detection(1_000, 5, 180)),
  figure('Judge', 'judge', 'errors × 10 at 100 req/s', '≤ 480 s', detection(100, 10, 480)),
  figure('Judge', 'judge', 'sooner than a Kayenta-style judge', '≥ 3 times', sooner(/^Kayenta/, 3)),
  figure('Judge', 'judge', 'sooner than threshold rules of equal false rollbacks', '≥ 2 times', sooner(/tuned/, 2)),
  figure(
    'Judge',
    'judge',
    'sooner than threshold rules as they ship, which roll more healthy releases back',
    '≥ 2 times',
    sooner(/^(Argo|Flagger)/, 2),
  ),
  figure(
    'Judge',
    'judge',
    'bad requests beside an oracle that knows both rates, median',
    '≤ 2 times',
    atMost(2, ' times', 'price.rows.medianFactor'),
  ),
  figure('Judge', 'judge', 'healthy releases through in their planned time, ≥ 100 req/s', '≥ 97 %', inPlan),
  figure(
    'Judge',
    'judge',
    'releases worse by 5 times or more past the first wave',
    '≤ 0.1 %',
    sumOf('passage.rows.bad', 'escaped', ' escaped', (value) => value === 0),
  ),
  figure(
    'Judge',
    'judge',
    'promoted without sight',
    '0',
    sumOf('sight.rows', 'promoted', ' promoted', (value) => value === 0),
  ),
  figure(
    'Judge',
    'judge',
    'state of a metric',
    '≤ 2,048 bytes',
    largest('expense.rows', 'stateBytes', ' bytes', 2_048),
  ),
  figure('Judge', 'judge', 'a metric’s tick, observed and decided', '≤ 20 µs', tickMicros),
  figure(
    'Delivery',
    'rollback',
    'from the decision to weight 0, p99 beyond the propagation of 30 s',
    '≤ 30 s',
    largest('results', 'beyondPropagationSecondsP99', ' s', 30),
  ),
  figure(
    'Delivery',
    'search',
    'states of the release machine searched',
    '≥ 1,000,000',
    atLeast(1_000_000, '', 'about.states'),
  ),
  figure('Delivery', 'search', 'violations found in them', '0', atMost(0, '', 'about.violations')),
  figure(
    'Delivery',
    'day',
    'releases through the runtime in one run',
    '2,083',
    atLeast(2_083, '', 'results.completed'),
  ),
  figure(
    'Delivery',
    'day',
    'table requests of one release',
    'reported',
    atMost(Number.POSITIVE_INFINITY, '', 'results.tableRequestsPerRelease'),
  ),
  figure(
    'Alerts',
    'alerts',
    'pure stages, alerts a second',
    '≥ 10,000',
    phase(/^first firing/, 'perSecond', (value) => value >= 10_000),
  ),
  figure(
    'Alerts',
    'alerts-runtime',
    'items written for a new alert',
    '≤ 2',
    phase(/^new/, 'itemsWrittenPerAlert', (value) => value <= 2),
  ),
  figure(
    'Alerts',
    'alerts-runtime',
    'items written for a duplicate',
    '≤ 0.1',
    phase(/^the same/, 'itemsWrittenPerAlert', (value) => value <= 0.1),
  ),
  figure('Alerts', 'alerts-runtime', 'alerts accepted, beside Alertmanager', 'reported', besideAlertmanager),
  figure('Alerts', 'correlate', 'injected causes that page', '1', ownRow(/^injected/)),
  figure('Alerts', 'correlate', 'fewer pages than raw alerts', '≥ 0.95', ownRow(/^fewer/)),
  figure('Alerts', 'correlate', 'purity of groups', '≥ 0.95', ownRow(/purity/)),
  figure('Alerts', 'correlate', 'cause in the top 1', '≥ 0.8', ownRow(/top 1/)),
  figure('Alerts', 'correlate', 'cause in the top 3', '≥ 0.95', ownRow(/top 3/)),
  figure('Alerts', 'correlate', 'quiet days without any page', '≥ 0.95', ownRow(/days without/)),
  figure(
    'On-call',
    'oncall',
    '100 schedules for a year, first rendering',
    '< 200 ms of processor',
    atMost(200, ' ms', 'renderYearFirstCpuMs'),
  ),
  figure('On-call', 'oncall', 'who is on call, p99', '< 1 ms', atMost(1, ' ms', 'whoIsOnCallMsP99')),
  figure(
    'On-call',
    'escalation-search',
    'states of escalations searched',
    '≥ 1,000,000',
    atLeast(1_000_000, '', 'states'),
  ),
  figure('On-call', 'escalation-search', 'violations found in them', '0', atMost(0, '', 'violations')),
  figure('Graph', 'graph', 'overview on a store of years, p99', '≤ 50 ms', query('overview', 'msP99', ' ms', 50)),
  figure('Graph', 'graph', 'overview, table requests', '≤ 15', query('overview', 'tableRequests', '', 15)),
  figure('Graph', 'graph', '50 services, table requests', '≤ 40', query('services', 'tableRequests', '', 40)),
  figure('Console', 'console', 'first paint, median', '< 1,000 ms', atMost(1_000, ' ms', 'measured.firstPaintMsP50')),
  figure('Console', 'console', 'main bundle', '≤ 350 kB gzip', atMost(350, ' kB', 'measured.mainChunkKb')),
  figure('Functions', 'coldstart', 'start beside a bare handler bundled the same way', '≤ 1.3 times', coldest),
  figure(
    'Functions',
    'coldstart',
    'largest bundle at the start',
    '≤ 400,000 bytes',
    largest('rows', 'ownBytes', ' bytes', 400_000),
  ),
  figure(
    'Load',
    'load',
    'webhooks a second at the knee',
    'reported',
    atMost(Number.POSITIVE_INFINITY, '', 'webhook.kneePerSec'),
  ),
  figure('Load', 'load', 'lost of what was accepted', '0', atMost(0, '', 'lost')),
]
