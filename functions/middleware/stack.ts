/** The middleware every handler stands in, composed once: structured log and metrics. Lambda itself traces each call. */
import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import type { Log } from '@houston/core/port/log.ts'
import middy from '@middy/core'
import type { Context as LambdaContext } from 'aws-lambda'

export const logger = new Logger({ serviceName: 'houston' })
const metrics = new Metrics({ namespace: 'Houston', serviceName: 'houston' })

/** Counts one occurrence, at once: most calls count nothing, and an empty batch of metrics would be a warning each time. */
export const count = (name: string): void => void metrics.singleMetric().addMetric(name, MetricUnit.Count, 1)

/** Powertools' logger as core's log. */
export const log: Log = {
  debug: (message, facts) => logger.debug(message, { ...facts }),
  info: (message, facts) => logger.info(message, { ...facts }),
  warn: (message, facts) => logger.warn(message, { ...facts }),
  error: (message, facts) => logger.error(message, { ...facts }),
}

/** The event itself is not logged: it may hold what a log must not. */
export function stack<Event, Result>(handle: (event: Event, context: LambdaContext) => Promise<Result>) {
  return middy<Event, Result>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .handler(handle)
}
