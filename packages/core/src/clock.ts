/** The only door to time. Decisions take `nowMs` as an argument; edges hold a `Clock` and read it once per call. */
export interface Clock {
  /** Milliseconds since the Unix epoch, UTC. Never runs backwards within a process. */
  nowMs(): number
}

export const secondMs = 1_000
export const minuteMs = 60_000
export const hourMs = 3_600_000
export const dayMs = 86_400_000

/** ISO 8601 in UTC with milliseconds, e.g. `2026-01-02T03:04:05.678Z`. */
export const isoTime = (timeMs: number): string => new Date(timeMs).toISOString()

/** Milliseconds of an ISO 8601 time, or undefined where the text is none. */
export function parseIsoTimeMs(text: string): number | undefined {
  const timeMs = Date.parse(text)
  return Number.isNaN(timeMs) ? undefined : timeMs
}
