/** Safe paths into a payload: `$`, names, quoted names, places and `[*]`. They read own properties only, and run nothing. */

const step = /\.([A-Za-z_][A-Za-z0-9_-]*)|\["((?:[^"\\]|\\.)*)"\]|\[(\d{1,6})\]|\[(\*)\]/y
const maxSteps = 20
const maxFound = 10_000

type Step = string | number | typeof everything
const everything = Symbol('everything')

const parsed = new Map<string, readonly Step[]>()

function parse(path: string): readonly Step[] | undefined {
  const known = parsed.get(path)
  if (known !== undefined) return known
  if (!path.startsWith('$')) return undefined
  const steps: Step[] = []
  for (let place = 1; place < path.length; ) {
    step.lastIndex = place
    const found = step.exec(path)
    if (found === null || steps.length >= maxSteps) return undefined
    const [all, name, quoted, index, star] = found
    if (star !== undefined) steps.push(everything)
    else if (index !== undefined) steps.push(Number(index))
    else steps.push(name ?? (quoted ?? '').replace(/\\(.)/g, '$1'))
    place += all.length
  }
  if (parsed.size < 10_000) parsed.set(path, steps)
  return steps
}

export const isPath = (path: string): boolean => parse(path) !== undefined

/** Every value at the path, in the payload's order. */
export function allAt(payload: unknown, path: string): unknown[] {
  let found: unknown[] = [payload]
  for (const next of parse(path) ?? []) {
    found = found.flatMap((value) => take(value, next)).slice(0, maxFound)
  }
  return found
}

function take(value: unknown, next: Step): unknown[] {
  if (value === null || typeof value !== 'object') return []
  if (next === everything) return Array.isArray(value) ? value : Object.values(value)
  if (typeof next === 'number') return Array.isArray(value) && next < value.length ? [value[next]] : []
  const own: unknown = Object.getOwnPropertyDescriptor(value, next)?.value
  return own === undefined ? [] : [own]
}

/** The first value at the path as text, or undefined where there is none; objects have no text. */
export function textAt(payload: unknown, path: string): string | undefined {
  const [value] = allAt(payload, path)
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}
