/** Inhibition: while one alert fires, others that follow from it need not be heard. Any firing source suffices. */
import * as z from 'zod'
import {
  type CompiledMatcher,
  compileMatchers,
  indexMatchers,
  type Labels,
  type MatcherIndex,
  matcherSchema,
  matchesLabels,
} from '../silence/index.ts'

export const inhibitionRuleSchema = z.object({
  name: z.string().min(1).max(200),
  source: z.array(matcherSchema).min(1).max(20),
  target: z.array(matcherSchema).min(1).max(20),
  /** Labels that source and target must have alike; one that is absent is the same as an empty one. */
  equal: z.array(z.string().min(1)).max(20).default([]),
})
export type InhibitionRule = z.infer<typeof inhibitionRuleSchema>

/** Why an alert is silent: the rule, and an alert that fires for it. */
export interface Inhibition {
  readonly rule: string
  readonly source: string
  /** Labels that both have alike. */
  readonly equal: readonly string[]
}

interface Source {
  readonly fingerprint: string
  /** It matches the rule's targets too. */
  readonly isTwoSided: boolean
}

interface CompiledRule {
  readonly rule: InhibitionRule
  readonly source: readonly CompiledMatcher[]
  readonly target: readonly CompiledMatcher[]
  /** Firing sources by the values of the equal labels. */
  readonly firing: Map<string, Map<string, Source>>
}

/** The firing sources of every rule. Every source is kept, not one per set of equal labels: the last one to resolve counts. */
export class Inhibitor {
  readonly #bySource: MatcherIndex<CompiledRule>
  readonly #byTarget: MatcherIndex<CompiledRule>
  /** Where each alert counts as a source, so that its resolve finds them. */
  readonly #held = new Map<string, readonly Map<string, Source>[]>()

  constructor(rules: readonly InhibitionRule[]) {
    const compiled = rules.map(
      (rule): CompiledRule => ({
        rule,
        source: compileMatchers(rule.source),
        target: compileMatchers(rule.target),
        firing: new Map(),
      }),
    )
    this.#bySource = indexMatchers(compiled, ({ source }) => source)
    this.#byTarget = indexMatchers(compiled, ({ target }) => target)
  }

  /** An alert's state as it is now; saying it again changes nothing. */
  set(fingerprint: string, labels: Labels, isFiring: boolean): void {
    for (const sources of this.#held.get(fingerprint) ?? []) sources.delete(fingerprint)
    this.#held.delete(fingerprint)
    if (!isFiring) return
    const held = this.#bySource.matching(labels).map((rule) => {
      const sources = sourcesAt(rule, labels)
      return sources.set(fingerprint, { fingerprint, isTwoSided: matchesLabels(rule.target, labels) })
    })
    if (held.length > 0) this.#held.set(fingerprint, held)
  }

  /** Whether an alert counts as a source of any rule. */
  isSource(fingerprint: string): boolean {
    return this.#held.has(fingerprint)
  }

  /** Every rule that keeps these labels silent, with a firing source of each; empty where none does. */
  inhibitedBy(labels: Labels): readonly Inhibition[] {
    const found: Inhibition[] = []
    for (const compiled of this.#byTarget.matching(labels)) {
      const sources = compiled.firing.get(keyOf(compiled.rule, labels))
      if (sources === undefined || sources.size === 0) continue
      // What is source and target at once cannot silence its like, or both would be silent.
      const isSource = matchesLabels(compiled.source, labels)
      for (const source of sources.values()) {
        if (isSource && source.isTwoSided) continue
        found.push({ rule: compiled.rule.name, source: source.fingerprint, equal: compiled.rule.equal })
        break
      }
    }
    return found
  }
}

const keyOf = (rule: InhibitionRule, labels: Labels): string =>
  rule.equal.map((label) => JSON.stringify(labels[label] ?? '')).join(',')

function sourcesAt({ rule, firing }: CompiledRule, labels: Labels): Map<string, Source> {
  const key = keyOf(rule, labels)
  const sources = firing.get(key) ?? new Map<string, Source>()
  firing.set(key, sources)
  return sources
}
