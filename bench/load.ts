/**
 * Question: how much does one machine take, what are callers told beyond it, and is anything accepted ever lost?
 *
 * `node bench/load.ts [--seconds 8] [--most 3200] [--soak-minutes 30]`. Rates double until the runtime saturates (the knee: the
 * highest rate of which 99 % are accepted with a p99 of at most a second), then three times the knee, then half of it again.
 * Requests are signed push webhooks, and PutEvents calls of ten events. Every accepted one must be a change in the table at the end.
 * Results go to bench/results/load.json.
 */
import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { runStep, type StepResult } from './load/step.ts'
import { type Answer, type LoadWorld, startWorld } from './load/world.ts'
import { keepResult } from './result-folder.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    most: { type: 'string', default: '3200' },
    'soak-minutes': { type: 'string', default: '0' },
  },
})
const seconds = Number(values.seconds)
const mostPerSec = Math.min(Number(values.most), 10_000)
const soakMinutes = Math.min(Number(values['soak-minutes']), 120)
const drainPatienceMs = 300_000

interface Row extends StepResult {
  readonly phase: string
}

class Run {
  readonly accepted: string[] = []
  readonly world: LoadWorld
  #next = 0

  constructor(world: LoadWorld) {
    this.world = world
  }

  async step(
    phase: string,
    send: (number: number) => Promise<Answer>,
    ratePerSec: number,
    forSec = seconds,
  ): Promise<Row> {
    const from = this.#next
    this.#next += Math.round(ratePerSec * forSec)
    const onAccepted = (commits: readonly string[]): void => void this.accepted.push(...commits)
    const result = await runStep({ ratePerSec, seconds: forSec, from, send, memoryMb: this.world.memoryMb, onAccepted })
    const row = { phase, ...result }
    console.log(
      `${phase.padEnd(20)} ${String(ratePerSec).padStart(6)}/s  accepted ${String(row.acceptedPerSec).padStart(7)}/s  told to wait ${String(row.refusedPerSec).padStart(7)}/s  failed ${row.failedPerSec}/s  p50 ${row.msP50} ms  p99 ${row.msP99} ms  ${row.memoryMb} MB`,
    )
    return row
  }

  /** Ms until nothing is owed any more. */
  async drain(): Promise<number> {
    const startedMs = performance.now()
    while ((await this.world.pending().catch(() => 1)) > 0 && performance.now() - startedMs < drainPatienceMs)
      await sleep(250)
    return Math.round(performance.now() - startedMs)
  }
}

const isCarried = ({ offeredPerSec, acceptedPerSec, msP99 }: StepResult): boolean =>
  acceptedPerSec >= 0.97 * offeredPerSec && msP99 <= 1_000

/** Doubles the rate until it is not carried; the knee is the last that was. */
async function climb(run: Run, kind: string, send: (number: number) => Promise<Answer>) {
  const rows: Row[] = []
  let knee: Row | undefined
  for (let rate = 12.5; rate <= mostPerSec; rate *= 2) {
    const row = await run.step(`${kind} rising`, send, rate)
    rows.push(row)
    if (!isCarried(row)) break
    knee = row
  }
  const kneePerSec = knee?.offeredPerSec ?? 12.5
  rows.push(await run.step(`${kind} beyond`, send, Math.min(mostPerSec * 3, (rows.at(-1)?.offeredPerSec ?? 1) * 3)))
  const drainMs = await run.drain()
  rows.push(await run.step(`${kind} afterwards`, send, kneePerSec / 2))
  return { kind, kneePerSec, drainMs, rows }
}

async function soak(run: Run, ratePerSec: number) {
  const rows: Row[] = []
  for (let minute = 0; minute < soakMinutes; minute++)
    rows.push(await run.step(`soak minute ${minute + 1}`, run.world.webhook, ratePerSec, 60))
  return { ratePerSec, rows }
}

const world = await startWorld()
try {
  const run = new Run(world)
  const webhook = await climb(run, 'webhook', world.webhook)
  const putEvents = await climb(run, 'PutEvents x10', world.putEvents)
  const soaked = soakMinutes > 0 ? await soak(run, webhook.kneePerSec / 4) : undefined
  await run.drain()
  const missing = world.missing(run.accepted)
  const about = {
    date: new Date().toISOString(),
    node: process.version,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    secondsPerStep: seconds,
  }
  const result = {
    about,
    webhook,
    putEvents,
    ...(soaked && { soak: soaked }),
    accepted: run.accepted.length,
    lost: missing.length,
  }
  keepResult('load', result)
  console.log(
    `knee: ${webhook.kneePerSec} webhooks/s, ${putEvents.kneePerSec * 10} events/s; ${run.accepted.length} accepted, ${missing.length} lost`,
  )
  if (missing.length > 0) process.exitCode = 1
} finally {
  await world.stop()
}
