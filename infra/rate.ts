/** Rates of schedules, as their heartbeat alarms need them. */

const unitSec: Readonly<Record<string, number>> = { minute: 60, hour: 3_600, day: 86_400 }

/** Seconds between two calls of `rate(…)`; undefined for other expressions, whose gaps differ. */
export function rateSec(expression: string): number | undefined {
  const [, count = '', unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? []
  const seconds = unitSec[unit]
  return seconds === undefined ? undefined : Number(count) * seconds
}

/** Missed calls in a row that are a fault; one may be late. */
export const missedCalls = 3
/** An alarm looks back a day at most. */
const alarmWindowSec = 86_400

/** The alarm's period, or undefined where the calls are too far apart for an alarm to see that one is missing. */
export function heartbeatPeriodSec(expression: string): number | undefined {
  const period = rateSec(expression)
  return period === undefined || period * missedCalls > alarmWindowSec ? undefined : period
}
