/** What the adapters of on-call's cases share. */

/** `problem` is undefined where the case passes. */
export interface CaseResult {
  readonly name: string
  readonly problem: string | undefined
}

/** An adapter gives the first thing that is wrong, or undefined. */
export function judge(name: string, problemOf: () => string | undefined): CaseResult {
  try {
    return { name, problem: problemOf() }
  } catch (error) {
    return { name, problem: `threw ${error instanceof Error ? error.message : String(error)}` }
  }
}

const shown = (timeMs: number | undefined): string => (timeMs === undefined ? 'never' : new Date(timeMs).toISOString())

export const differs = (what: string, expectedMs: number | undefined, gotMs: number | undefined): string | undefined =>
  expectedMs === gotMs ? undefined : `${what}: expected ${shown(expectedMs)}, got ${shown(gotMs)}`

/** Of `2018-03-11T03:00:00-05:00`. */
export function instantMs(text: string): number {
  const timeMs = Date.parse(text)
  if (Number.isNaN(timeMs)) throw new Error(`${text} is no time`)
  return timeMs
}

/** Of the local time `2018-03-11T02:30` or `2018-03-11T02:30:00`, as a wall time. */
export const localMs = (text: string): number => instantMs(`${text}Z`)
