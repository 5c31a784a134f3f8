/** Whether an event matches a pattern: all conditions, and for fields inside arrays all on the same elements. */
import { type EventFields, type Field, type Membership, readEventFields } from './event-fields.ts'
import { FieldIndex } from './field-index.ts'
import { type Condition, compilePattern, type EventPattern } from './pattern.ts'
import { invalidEvent } from './pattern-error.ts'
import { acceptsValue } from './value-test.ts'

export function matchesPattern(pattern: EventPattern, fields: EventFields): boolean {
  return pattern.ways.some((way) => matchesWay(way, fields, pattern.seesEmptyNames))
}

/** On JSON texts: throws AWS's errors for a bad pattern first, then for a bad event. */
export function testEventPattern(pattern: string, event: string): boolean {
  return matchesPattern(compilePattern(pattern), readEventFields(event))
}

/** The fields that the TestEventPattern operation wants in an event. */
const envelope = ['id', 'account', 'source', 'time', 'region', 'detail-type']

/** The TestEventPattern operation: the same for an event in its whole envelope, which it insists on. */
export function testEnvelopedEvent(pattern: string, event: string): boolean {
  const compiled = compilePattern(pattern)
  const fields = readEventFields(event)
  if (envelope.some((name) => !fields.has(name))) throw invalidEvent()
  return matchesPattern(compiled, fields)
}

/**
 * Walks the conditions in order with every choice of array elements that is still possible. An `exists: false` sees the choices
 * made so far only, as on AWS: conditions later in the order of paths do not narrow it.
 */
function matchesWay(way: readonly Condition[], all: EventFields, seesEmptyNames: boolean): boolean {
  const steps = way.map(({ path, tests }): Step => {
    const fields = all.get(path) ?? []
    const seen = seesEmptyNames ? fields : fields.filter((field) => !field.hasEmptyName)
    const passing = seen.filter((field) => acceptsValue(tests, field.candidate))
    return { fields: seen, passing, mayBeAbsent: tests.some((test) => test.kind === 'absent') }
  })
  if (steps.some(({ passing, mayBeAbsent }) => passing.length === 0 && !mayBeAbsent)) return false
  let choices: Membership[] = [new Map()]
  for (const [index, step] of steps.entries()) {
    choices = distinct(nextChoices(choices, step), steps.slice(index + 1))
    if (choices.length === 0) return false
  }
  return true
}

interface Step {
  /** All of the path's fields, and those that pass. */
  readonly fields: readonly Field[]
  readonly passing: readonly Field[]
  readonly mayBeAbsent: boolean
}

function nextChoices(choices: readonly Membership[], { fields, passing, mayBeAbsent }: Step): Membership[] {
  const near = new FieldIndex(passing)
  const next = choices.flatMap((choice) => [...near.near(choice)].flatMap((field) => joined(choice, field) ?? []))
  if (!mayBeAbsent) return next
  const present = new FieldIndex(fields)
  const absent = choices.filter((choice) => ![...present.near(choice)].some((field) => joined(choice, field)))
  return [...next, ...absent]
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
