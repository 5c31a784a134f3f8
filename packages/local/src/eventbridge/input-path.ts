/** The part of JSONPath that EventBridge takes for InputPath and InputPathsMap: names and array indexes from the root. */
import type { Json } from '@houston/core/json.ts'

type Step = string | number

export type InputPath = readonly Step[]

const step = /\.([^.[\]\s'"]+)|\[([0-9]+)\]|\['([^']+)'\]|\["([^"]+)"\]/y

/** Reads `$.detail.items[0]['a name']`; undefined where the text is no such path. */
export function parseInputPath(text: string): InputPath | undefined {
  if (!text.startsWith('$')) return undefined
  const steps: Step[] = []
  step.lastIndex = 1
  while (step.lastIndex < text.length) {
    const found = step.exec(text)
    if (found === null) return undefined
    const [, name, index, single, double] = found
    // `.*` selects several values, which AWS does not take either.
    if (name === '*') return undefined
    steps.push(index === undefined ? (name ?? single ?? double ?? '') : Number(index))
  }
  return steps
}

/** The value at the path, undefined where the event has none. */
export function valueAt(path: InputPath, root: Json): Json | undefined {
  let value: Json | undefined = root
  for (const name of path) {
    if (value === null || typeof value !== 'object') return undefined
    if (Array.isArray(value)) value = typeof name === 'number' ? value[name] : undefined
    else value = typeof name === 'string' && Object.hasOwn(value, name) ? value[name] : undefined
  }
  return value
}
