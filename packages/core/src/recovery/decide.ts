/** Whether a service is restored: by its metrics and its alerts. What cannot be seen is not restored. */
import { minuteMs } from '../clock.ts'
import type { Measured, Reading } from './reading.ts'

/** One look a minute; so many good ones in a row are proof. */
export const checkEveryMs = minuteMs
export const goodChecksInARow = 3
/** The watch after it: the seed's 60 minutes. */
export const watchEveryMs = 5 * minuteMs
export const fullMonitoringMs = 60 * minuteMs
/** Bad looks in a row that mean that the harm is back; one alone may be a burst. */
export const badChecksInARow = 2

export interface Restoration {
  readonly kind: 'restored' | 'not-restored' | 'blind'
  readonly reason: 'alerts-firing' | 'above-ceiling' | 'below-ceiling' | 'alerts-over' | 'nothing-to-see'
  readonly sentence: string
}

export interface RestorationFacts extends Pick<Reading, 'measured' | 'blind'> {
  /** Alert groups of the incident: all, and those that still fire. */
  readonly groups: number
  readonly groupsFiring: number
}

const percent = (share: number): string => `${Math.round(share * 100_000) / 1_000} %`
const said = ({ title, requests, events, ceiling }: Measured): string =>
  `${title} ${percent(events / requests)} of ${requests} requests (at most ${percent(ceiling)})`

export function decideRestoration({ measured, blind, groups, groupsFiring }: RestorationFacts): Restoration {
  const above = measured.filter(({ requests, events, ceiling }) => events / requests > ceiling)
  if (above.length > 0)
    return { kind: 'not-restored', reason: 'above-ceiling', sentence: `${above.map(said).join('; ')}.` }
  if (groupsFiring > 0) {
    const sentence = `${groupsFiring} of ${groups} alert groups still fire.`
    return { kind: 'not-restored', reason: 'alerts-firing', sentence }
  }
  if (measured.length > 0)
    return { kind: 'restored', reason: 'below-ceiling', sentence: `${measured.map(said).join('; ')}.` }
  // Alerts end only when their own source has seen the service well: that is a measurement, by others.
  if (groups > 0) {
    const sentence = `All ${groups} alert groups are over; the service's own metrics cannot be read: ${blind.join('; ')}.`
    return { kind: 'restored', reason: 'alerts-over', sentence }
  }
  return { kind: 'blind', reason: 'nothing-to-see', sentence: `Nothing can be seen: ${blind.join('; ')}.` }
}
