/** Houston's clock as the page knows it: a local Houston may run faster than real time, or stand still. */
import { useSyncExternalStore } from 'react'

interface Sample {
  readonly houstonMs: number
  readonly realMs: number
}

let last: Sample = { houstonMs: Date.now(), realMs: Date.now() }
let speed = 1
const listeners = new Set<() => void>()
let shownMs = Date.now()

/** Two readings that lie far enough apart tell how fast the clock runs. */
export function heardClock(houstonMs: number): void {
  const realMs = Date.now()
  const realPassedMs = realMs - last.realMs
  if (realPassedMs > 1_500) {
    speed = Math.max(0, (houstonMs - last.houstonMs) / realPassedMs)
    last = { houstonMs, realMs }
  } else if (Math.abs(houstonMs - last.houstonMs) > 60_000) last = { houstonMs, realMs }
  show()
}

const now = (): number => last.houstonMs + (Date.now() - last.realMs) * speed

function show(): void {
  shownMs = Math.floor(now() / 1_000) * 1_000
  for (const listener of listeners) listener()
}
setInterval(show, 1_000)

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** To the second. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => shownMs)
