/** One row in a thread of its own: what the mocks of a thousand SDK clients keep goes with it. */
import { parentPort, workerData } from 'node:worker_threads'
import { rollBacks } from './run.ts'
import type { Driver, Situation } from './world.ts'

export interface RowOrder {
  readonly driver: Driver
  readonly situation: Situation
  readonly runs: number
}

const { driver, situation, runs }: RowOrder = workerData
parentPort?.postMessage(await rollBacks(driver, situation, runs))
