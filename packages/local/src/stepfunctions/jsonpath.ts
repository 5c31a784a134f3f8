/**
 * The little of JSONPath that states beside JSONata ones need: reference paths, `.$` templates, ResultPath.
 * Filters, wildcards and intrinsic functions are refused by name.
 */
import type { Json, JsonObject } from '@houston/core/json.ts'
import { NotImplemented } from '../aws-service.ts'
import { type Place, runtimeFailure } from './failure.ts'

/** What paths of one state start from: `$` is `input`, `$$` the context object, `$name` a variable. */
export interface Roots {
  readonly place: Place
  readonly input: Json
  readonly context: JsonObject
  readonly variables: JsonObject
}

const segmentPattern = /\.(?<name>[^.[\]()*?@]+)|\[(?<index>\d+)\]|\['(?<quoted>[^']*)'\]/y

function segments(path: string, from: number): (string | number)[] {
  const found: (string | number)[] = []
  segmentPattern.lastIndex = from
  while (segmentPattern.lastIndex < path.length) {
    const match = segmentPattern.exec(path)?.groups
    if (match === undefined) throw new NotImplemented(`the JSONPath ${path}`)
    found.push(match.index === undefined ? (match.name ?? match.quoted ?? '') : Number(match.index))
  }
  return found
}

export function readPath(path: string, roots: Roots): Json {
  const start = /^\$(?<context>\$)?(?<variable>[A-Za-z_][\w]*)?/.exec(path)
  if (start === null) throw new NotImplemented(`the intrinsic function or path ${path}`)
  const variable = start.groups?.variable
  let at: Json | undefined = start.groups?.context === undefined ? roots.input : roots.context
  if (variable !== undefined) at = roots.variables[variable]
  for (const segment of segments(path, start[0].length)) {
    const holder: Json | undefined = at
    if (Array.isArray(holder)) at = typeof segment === 'number' ? holder[segment] : undefined
    else
      at = holder !== null && typeof holder === 'object' && Object.hasOwn(holder, segment) ? holder[segment] : undefined
  }
  if (at === undefined)
    throw runtimeFailure(
      roots.place,
      `The JSONPath '${path}' could not be found in the input '${JSON.stringify(roots.input)}'`,
    )
  return at
}

/** Fills a payload template: fields whose name ends in `.$` are paths. */
export function fillTemplate(template: Json, roots: Roots): Json {
  if (template === null || typeof template !== 'object') return template
  if (Array.isArray(template)) return template.map((entry) => fillTemplate(entry, roots))
  return Object.fromEntries(
    Object.entries(template).map(([key, entry]) =>
      key.endsWith('.$') && typeof entry === 'string'
        ? [key.slice(0, -2), readPath(entry, roots)]
        : [key, fillTemplate(entry, roots)],
    ),
  )
}

/** Puts a result into the raw input at a reference path: `$` replaces it, null keeps it. */
export function placeResult(path: string | null | undefined, input: Json, result: Json): Json {
  if (path === null) return input
  if (path === undefined || path === '$') return result
  const keys = segments(path, 1)
  const root = structuredClone(input)
  const top: JsonObject = root !== null && typeof root === 'object' && !Array.isArray(root) ? root : {}
  let at = top
  for (const key of keys.slice(0, -1)) {
    const inner = at[String(key)]
    const next: JsonObject = inner !== null && typeof inner === 'object' && !Array.isArray(inner) ? inner : {}
    at[String(key)] = next
    at = next
  }
  at[String(keys.at(-1))] = result
  return top
}
