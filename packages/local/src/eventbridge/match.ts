/** Whether an event matches a pattern: all conditions, and for fields inside arrays all on the same elements. */
import { type EventFields, type Field, type Membership, readEventFields } from './event-fields.ts'
import { type Condition, compilePattern, type EventPattern } from './pattern.ts'
import { acceptsValue } from './value-test.ts'

export function matchesPattern(pattern: EventPattern, fields: EventFields): boolean {
  return pattern.ways.some((way) => matchesWay(way, fields, pattern.seesEmptyNames))
}

/** TestEventPattern on JSON texts: throws AWS's errors for a bad pattern first, then for a bad event. */
export function testEventPattern(pattern: string, event: string): boolean {
  return matchesPattern(compilePattern(pattern), readEventFields(event))
}

/**
 * Walks the conditions in order with every choice of array elements that is still possible. An `exists: false` sees the choices
 * made so far only, as on AWS: conditions later in the order of paths do not narrow it.
 */
function matchesWay(way: readonly Condition[], all: EventFields, seesEmptyNames: boolean): boolean {
  const steps = way.map(({ path, tests }) => {
    const fields = all.get(path) ?? []
    const seen = seesEmptyNames ? fields : fields.filter((field) => !field.hasEmptyName)
    const passing = seen.filter((field) => acceptsValue(tests, field.candidate))
    return { fields: seen, passing, mayBeAbsent: tests.some((test) => test.kind === 'absent') }
  })
  if (steps.some(({ passing, mayBeAbsent }) => passing.length === 0 && !mayBeAbsent)) return false
  let choices: Membership[] = [new Map()]
  for (const [index, { fields, passing, mayBeAbsent }] of steps.entries()) {
    const next: Membership[] = choices.flatMap((choice) => passing.flatMap((field) => joined(choice, field) ?? []))
    if (mayBeAbsent) next.push(...choices.filter((choice) => fields.every((field) => !joined(choice, field))))
    choices = distinct(next, steps.slice(index + 1))
    if (choices.length === 0) return false
  }
  return true
}

/** The choice with the field's elements added, or undefined where the field stands in other elements. */
function joined(choice: Membership, { membership }: Field): Membership | undefined {
  if (membership.size === 0) return choice
  for (const [array, index] of membership) {
    const chosen = choice.get(array)
    if (chosen !== undefined && chosen !== index) return undefined
  }
  return choice.size === 0 ? membership : new Map([...choice, ...membership])
}

/** Drops what no later condition can tell apart, so that the number of choices stays that of the elements that matter. */
function distinct(choices: readonly Membership[], later: readonly { fields: readonly Field[] }[]): Membership[] {
  if (choices.length < 2) return [...choices]
  const relevant = new Set(later.flatMap(({ fields }) => fields.flatMap(({ membership }) => [...membership.keys()])))
  const byKey = new Map<string, Membership>()
  for (const choice of choices) {
    const kept = [...choice].filter(([array]) => relevant.has(array)).sort(([a], [b]) => a - b)
    byKey.set(kept.join(';'), new Map(kept))
  }
  return [...byKey.values()]
}
