/** Finds the entries whose matchers match some labels without asking all of them: most name a label's value. */
import { type CompiledMatcher, type Labels, matchesLabels } from './matcher.ts'

export interface MatcherIndex<Entry> {
  /** In the order given. */
  matching(labels: Labels): readonly Entry[]
}

interface Indexed<Entry> {
  readonly entry: Entry
  readonly order: number
  readonly matchers: readonly CompiledMatcher[]
}

export function indexMatchers<Entry>(
  entries: readonly Entry[],
  matchersOf: (entry: Entry) => readonly CompiledMatcher[],
): MatcherIndex<Entry> {
  const byValue = new Map<string, Map<string, Indexed<Entry>[]>>()
  const others: Indexed<Entry>[] = []
  for (const [order, entry] of entries.entries()) {
    const matchers = matchersOf(entry)
    const indexed = { entry, order, matchers }
    // An empty value matches a label that is absent, which no index finds.
    const key = matchers.find((matcher) => matcher.operator === '=' && matcher.value !== '')
    if (key === undefined) others.push(indexed)
    else listAt(byValue, key).push(indexed)
  }
  return {
    matching: (labels) => {
      const candidates = [...others]
      for (const [label, values] of byValue) candidates.push(...(values.get(labels[label] ?? '') ?? []))
      const found = candidates.filter(({ matchers }) => matchesLabels(matchers, labels))
      return found.sort((a, b) => a.order - b.order).map(({ entry }) => entry)
    },
  }
}

function listAt<Entry>(
  index: Map<string, Map<string, Indexed<Entry>[]>>,
  { label, value }: CompiledMatcher,
): Indexed<Entry>[] {
  const values = index.get(label) ?? new Map<string, Indexed<Entry>[]>()
  const list = values.get(value) ?? []
  index.set(label, values.set(value, list))
  return list
}
