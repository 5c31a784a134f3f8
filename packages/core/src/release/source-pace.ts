/** How often a metrics source can be read, and how late its figures are. */
import { secondMs } from '../clock.ts'
import type { ReleaseItem } from './release.ts'

export interface SourcePace {
  readonly tickMs: number
  readonly lagMs: number
  /** Whether its figures come in periods of the wall clock: then a wave's first tick begins with the first whole one. */
  readonly isOnGrid: boolean
}

const defaultTickSec = 10
/** A minute is what CloudWatch keeps unless a metric is sent in high resolution; its final figure comes about as much later. */
const cloudWatch = { periodSec: 60, lagSec: 60 }

export function sourcePaceOf({ source, periodSec, lagSec }: ReleaseItem['metrics']): SourcePace {
  const known = source === 'cloudwatch' ? cloudWatch : undefined
  const ownPeriodSec = periodSec ?? known?.periodSec
  return {
    tickMs: (ownPeriodSec ?? defaultTickSec) * secondMs,
    lagMs: (lagSec ?? known?.lagSec ?? 0) * secondMs,
    isOnGrid: ownPeriodSec !== undefined,
  }
}

/** From where a wave that starts now is read: the traffic before it belongs to the weight before. */
export const firstReadMs = ({ tickMs, isOnGrid }: SourcePace, nowMs: number): number =>
  isOnGrid ? Math.ceil(nowMs / tickMs) * tickMs : nowMs
