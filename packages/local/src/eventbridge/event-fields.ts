/** An event flattened for matching: each path's values, with the array elements they stand in. */
import { type JsonNode, readJsonText } from './json-text.ts'
import { JsonTextError } from './json-text-error.ts'
import { invalidEvent } from './pattern-error.ts'
import { Candidate } from './value-test.ts'
import { quoted } from './value-text.ts'

/** Which element of which array (numbered through the event) a value stands in. Arrays of plain values leave no trace. */
export type Membership = ReadonlyMap<number, number>

export interface Field {
  readonly candidate: Candidate
  readonly membership: Membership
  readonly hasEmptyName: boolean
}

export type EventFields = ReadonlyMap<string, readonly Field[]>

const nowhere: Membership = new Map()

/** Reads an event's text; throws AWS's ValidationException where it is no JSON object. */
export function readEventFields(text: string): EventFields {
  try {
    return eventFields(readJsonText(text, 'ignored'))
  } catch (error) {
    if (error instanceof JsonTextError) throw invalidEvent()
    throw error
  }
}

export function eventFields(event: JsonNode): EventFields {
  if (event.kind !== 'object') throw invalidEvent()
  const flattener = new Flattener()
  flattener.object(event, undefined, nowhere, false)
  return flattener.fields
}

class Flattener {
  readonly fields = new Map<string, Field[]>()
  #arrays = 0

  object(
    node: JsonNode & { kind: 'object' },
    base: string | undefined,
    membership: Membership,
    emptyName: boolean,
  ): void {
    for (const [name, value] of node.entries) {
      const path = base === undefined ? name : `${base}.${name}`
      this.#value(value, path, membership, emptyName || hasEmptyStep(name))
    }
  }

  #value(node: JsonNode, path: string, membership: Membership, emptyName: boolean): void {
    if (node.kind === 'object') this.object(node, path, membership, emptyName)
    else if (node.kind === 'array') this.#array(node.items, path, membership, emptyName)
    else this.#scalar(node, path, membership, emptyName)
  }

  #array(items: readonly JsonNode[], path: string, membership: Membership, emptyName: boolean): void {
    const array = this.#arrays++
    for (const [index, item] of items.entries()) {
      const scalar = item.kind !== 'object' && item.kind !== 'array'
      this.#value(item, path, scalar ? membership : new Map(membership).set(array, index), emptyName)
    }
  }

  #scalar(
    node: Exclude<JsonNode, { kind: 'object' | 'array' }>,
    path: string,
    membership: Membership,
    hasEmptyName: boolean,
  ): void {
    const text = node.kind === 'string' ? quoted(node.text) : node.text
    const field: Field = { candidate: new Candidate({ kind: node.kind, text }), membership, hasEmptyName }
    const fields = this.fields.get(path)
    if (fields === undefined) this.fields.set(path, [field])
    else fields.push(field)
  }
}

/** Dots inside a name separate steps, too; dots at its end do not make an empty one. */
const hasEmptyStep = (name: string): boolean => name === '' || name.replace(/\.+$/, '').split('.').includes('')
