/** One rate for some seconds: open loop, so that a slow answer does not slow the next request down and hide itself. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from './world.ts'

export interface StepResult {
  readonly offeredPerSec: number
  readonly acceptedPerSec: number
  readonly refusedPerSec: number
  readonly failedPerSec: number
  /** Of accepted requests, from when each was due. */
  readonly msP50: number
  readonly msP99: number
  /** Of refused ones: how soon a caller hears that it must come back. */
  readonly refusedMsP99: number
  readonly memoryMb: number
}

export interface Step {
  readonly ratePerSec: number
  readonly seconds: number
  /** The first request's number: each is sent once in a run. */
  readonly from: number
  readonly send: (number: number) => Promise<Answer>
  readonly memoryMb: () => number
  /** Told of every commit that an answer promised to keep. */
  readonly onAccepted: (commits: readonly string[]) => void
}

/** More than this under way is a broken generator, not a load. */
const mostUnderWay = 20_000
const turnMs = 5

export async function runStep({ ratePerSec, seconds, from, send, memoryMb, onAccepted }: Step): Promise<StepResult> {
  const total = Math.round(ratePerSec * seconds)
  const times: Record<Answer['kind'], number[]> = { accepted: [], refused: [], failed: [] }
  const under = new Set<Promise<void>>()
  const startedMs = performance.now()
  const one = async (number: number, dueMs: number): Promise<void> => {
    const { kind, commits } = await send(number)
    times[kind].push(performance.now() - dueMs)
    onAccepted(commits)
  }
  for (let sent = 0; sent < total && under.size < mostUnderWay; ) {
    const due = Math.min(total, Math.floor(((performance.now() - startedMs) / 1_000) * ratePerSec) + 1)
    for (; sent < due; sent++) {
      const work = one(from + sent, startedMs + (sent / ratePerSec) * 1_000)
      under.add(work)
      void work.finally(() => under.delete(work))
    }
    await sleep(turnMs)
  }
  await Promise.all(under)
  const tookSec = (performance.now() - startedMs) / 1_000
  const rate = (kind: Answer['kind']): number => round(times[kind].length / Math.max(tookSec, seconds))
  return {
    offeredPerSec: ratePerSec,
    acceptedPerSec: rate('accepted'),
    refusedPerSec: rate('refused'),
    failedPerSec: rate('failed'),
    msP50: quantile(times.accepted, 0.5),
    msP99: quantile(times.accepted, 0.99),
    refusedMsP99: quantile(times.refused, 0.99),
    memoryMb: Math.round(memoryMb()),
  }
}

const round = (value: number): number => Math.round(value * 10) / 10

/** 0 where there are none. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0)
}
