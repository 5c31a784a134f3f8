/** Whether each rule of the topology has an event that shows what it takes: one per detail-type, in test/fixtures/events. */
import { declaredEvents } from '../../packages/core/src/event.ts'
import { compilePattern, matchesPattern, readEventFields } from '../../packages/local/src/eventbridge/index.ts'
import type { Finding } from './rule.ts'

interface RuleData {
  readonly name: string
  readonly pattern: { readonly [field: string]: unknown }
}

export interface EventFixture {
  readonly path: string
  readonly text: string
}

const detailTypes = ({ pattern }: RuleData): string[] => {
  const wanted = pattern['detail-type']
  return Array.isArray(wanted) ? wanted.filter((type) => typeof type === 'string') : []
}

export function missingFixtures(rules: readonly RuleData[], fixtures: readonly EventFixture[]): Finding[] {
  return rules.flatMap((rule) => {
    const pattern = compilePattern(JSON.stringify(rule.pattern))
    const taken = fixtures.filter(({ text }) => matchesPattern(pattern, readEventFields(text)))
    const shown = new Set(taken.map(({ text }) => detailTypeOf(text)))
    return detailTypes(rule)
      .filter((type) => !shown.has(type))
      .map((type) => ({ path: 'test/fixtures/events', message: `has no ${type} that the rule ${rule.name} takes` }))
  })
}

const detailTypeOf = (text: string): unknown => (JSON.parse(text) as Record<string, unknown>)['detail-type']

/** A fixture of one of Houston's events must be one. */
export function malformedFixtures(fixtures: readonly EventFixture[]): Finding[] {
  const declarations = new Map(declaredEvents().map((declaration) => [declaration.name, declaration]))
  return fixtures.flatMap(({ path, text }) => {
    const { source, detail, ...event } = JSON.parse(text) as { source: string; detail: unknown; 'detail-type': string }
    const declaration = declarations.get(event['detail-type'])
    if (declaration === undefined)
      return source.startsWith('houston.')
        ? [{ path, message: `is ${event['detail-type']}, which is not declared` }]
        : []
    if (source !== declaration.source) return [{ path, message: `says ${source} and not ${declaration.source}` }]
    return problemOf(() => declaration.parse(detail)).map((message) => ({ path, message }))
  })
}

function problemOf(parse: () => unknown): string[] {
  try {
    parse()
    return []
  } catch (error) {
    return [String(error)]
  }
}
