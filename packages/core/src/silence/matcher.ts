/** Label matchers as Alertmanager writes them: `service="checkout"`, `severity!=info`, `instance=~"web-.*"`, `zone!~"a|b"`. */
import * as z from 'zod'
import { compilePattern } from './regex.ts'

export type Labels = Readonly<Record<string, string>>

export const matcherOperators = ['=', '!=', '=~', '!~'] as const
export type MatcherOperator = (typeof matcherOperators)[number]

export const matcherSchema = z
  .object({
    label: z.string().min(1).max(200),
    operator: z.enum(matcherOperators),
    value: z.string().max(1_000),
  })
  .superRefine((matcher, context) => {
    const compiled = compileMatcher(matcher)
    if (compiled.kind === 'invalid') context.addIssue({ code: 'custom', path: ['value'], message: compiled.detail })
  })
export type Matcher = z.infer<typeof matcherSchema>

export interface CompiledMatcher extends Matcher {
  readonly kind: 'matcher'
  /** A label that an alert does not have is the same as an empty one. */
  matches(value: string): boolean
}

export type MatcherCompiled = CompiledMatcher | { readonly kind: 'invalid'; readonly detail: string }

export function compileMatcher(matcher: Matcher): MatcherCompiled {
  const { label, operator, value } = matcher
  const compiled = (matches: (found: string) => boolean): CompiledMatcher => ({
    kind: 'matcher',
    label,
    operator,
    value,
    matches,
  })
  if (operator === '=') return compiled((found) => found === value)
  if (operator === '!=') return compiled((found) => found !== value)
  const pattern = compilePattern(value)
  if (pattern.kind === 'invalid') return { kind: 'invalid', detail: `the pattern of ${label}: ${pattern.detail}` }
  return compiled((found) => pattern.test(found) === (operator === '=~'))
}

/** Compiles all, or throws: for matchers that a schema has already accepted. Patterns come last: the cheap ones refuse first. */
export function compileMatchers(matchers: readonly Matcher[]): readonly CompiledMatcher[] {
  const isPattern = ({ operator }: Matcher): number => (operator === '=~' || operator === '!~' ? 1 : 0)
  return matchers
    .toSorted((a, b) => isPattern(a) - isPattern(b))
    .map((matcher) => {
      const compiled = compileMatcher(matcher)
      if (compiled.kind === 'invalid') throw new TypeError(`a matcher that no schema checked: ${compiled.detail}`)
      return compiled
    })
}

/** True where every matcher matches; no matcher at all matches everything. */
export const matchesLabels = (matchers: readonly CompiledMatcher[], labels: Labels): boolean =>
  matchers.every((matcher) => matcher.matches(labels[matcher.label] ?? ''))

/** As it is written for people, always in quotes. */
export const formatMatcher = ({ label, operator, value }: Matcher): string =>
  `${label}${operator}${JSON.stringify(value)}`

export const formatMatchers = (matchers: readonly Matcher[]): string => `{${matchers.map(formatMatcher).join(',')}}`
