/** A figure of the one page: what it is, what was to be reached, and how it reads in a benchmark's own file. */

/** Any benchmark's file, as JSON gives it. */
export type Result = { readonly [name: string]: unknown }

export interface Figure {
  readonly part: string
  readonly what: string
  readonly target: string
  /** The benchmark's file, without its ending. */
  readonly from: string
  /** What the file says; undefined where it does not say it. */
  readonly read: (result: Result) => Reading | undefined
}

export interface Reading {
  readonly text: string
  readonly met: boolean
}

/** `rows.healthy` of a result: undefined where any step is missing. */
export function within(result: unknown, path: string): unknown {
  let found: unknown = result
  for (const step of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined
    found = (found as Result)[step]
  }
  return found
}

export const rowsOf = (result: unknown, path: string): readonly Result[] => {
  const found = within(result, path)
  return Array.isArray(found) ? (found as readonly Result[]) : []
}

export function numberOf(result: unknown, path: string): number | undefined {
  const found = within(result, path)
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined
}

/** A number with its unit, and whether it is within the target. */
export const atMost =
  (most: number, unit: string, path: string) =>
  (result: unknown): Reading | undefined => {
    const value = numberOf(result, path)
    return value === undefined ? undefined : { text: `${shown(value)}${unit}`, met: value <= most }
  }

export const atLeast =
  (least: number, unit: string, path: string) =>
  (result: unknown): Reading | undefined => {
    const value = numberOf(result, path)
    return value === undefined ? undefined : { text: `${shown(value)}${unit}`, met: value >= least }
  }

/** Three digits that count, thousands apart. */
export const shown = (value: number): string =>
  Math.abs(value) >= 1_000 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)))

/** The largest of a field over rows; undefined without rows. */
export function mostOf(rows: readonly Result[], field: string): number | undefined {
  const values = rows.map((row) => numberOf(row, field)).filter((value) => value !== undefined)
  return values.length === 0 ? undefined : Math.max(...values)
}

export const reading = (
  value: number | undefined,
  unit: string,
  met: (value: number) => boolean,
): Reading | undefined => (value === undefined ? undefined : { text: `${shown(value)}${unit}`, met: met(value) })
