/** Times on the command line and in answers. */
import { CommandFailure, exitStatus } from '../exit.ts'

/** An ISO time with its zone; throws where it is none. */
export function timeOf(text: string, option: string): number {
  const timeMs = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(timeMs)) {
    const example = '2026-03-02T09:00Z or 2026-03-02T09:00+01:00'
    throw new CommandFailure(exitStatus.usage, `${option} must be a time with its zone, such as ${example}.`)
  }
  return timeMs
}

/** `2026-03-02 09:00Z` */
export const shortTime = (timeMs: number): string => `${new Date(timeMs).toISOString().slice(0, 16).replace('T', ' ')}Z`
