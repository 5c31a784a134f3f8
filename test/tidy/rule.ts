/** What a rule of tidiness is, and how its findings read. */
import type { Source } from './source.ts'

export interface Finding {
  readonly path: string
  readonly line?: number
  readonly message: string
}

/** Looks at one file at a time; `name` is what an exception names. */
export interface Rule {
  readonly name: string
  /** The rule, as a sentence that a failing test prints first. */
  readonly sentence: string
  check(source: Source): readonly Finding[]
}

export const describeFinding = ({ path, line, message }: Finding): string =>
  `${path}${line === undefined ? '' : `:${line}`} ${message}`

/** Wraps a per-file check that yields line and message. */
export function rule(
  name: string,
  sentence: string,
  check: (source: Source) => Iterable<{ line?: number; message: string }>,
): Rule {
  return { name, sentence, check: (source) => [...check(source)].map((found) => ({ path: source.path, ...found })) }
}
