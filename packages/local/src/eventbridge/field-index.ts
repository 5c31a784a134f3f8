/** Fields found by the array element they stand in: large arrays would cost the square of their length otherwise. */
import type { Field, Membership } from './event-fields.ts'

export class FieldIndex {
  readonly #outside: Field[] = []
  /** By outermost array, then by element. */
  readonly #inside = new Map<number, Map<number, Field[]>>()

  constructor(fields: readonly Field[]) {
    for (const field of fields) {
      const [outermost] = field.membership
      if (outermost === undefined) this.#outside.push(field)
      else this.#add(outermost, field)
    }
  }

  /** The fields that stand in no other element than the chosen ones, as far as their outermost array tells. */
  *near(choice: Membership): Generator<Field> {
    yield* this.#outside
    for (const [array, elements] of this.#inside) {
      const chosen = choice.get(array)
      if (chosen !== undefined) yield* elements.get(chosen) ?? []
      else for (const fields of elements.values()) yield* fields
    }
  }

  #add([array, index]: readonly [number, number], field: Field): void {
    const elements = this.#inside.get(array) ?? new Map<number, Field[]>()
    this.#inside.set(array, elements)
    const fields = elements.get(index)
    if (fields === undefined) elements.set(index, [field])
    else fields.push(field)
  }
}
