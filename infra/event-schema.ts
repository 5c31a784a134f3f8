/** Houston's events for EventBridge's schema registry: what a subscriber in another account generates its types from. */
import { declaredEvents, type EventDeclaration } from '@houston/core/event.ts'
import { overrideAdded } from '@houston/core/oncall'
import { statusPageRecorded } from '@houston/core/status-page'
import * as z from 'zod'
import { topology } from './topology.ts'

export interface EventSchema {
  /** `houston.release@release.completed`, as the registry names them. */
  readonly name: string
  readonly summary: string
  /** JSON Schema, draft 4. */
  readonly content: string
}

/** One event of each noun that no rule hears: a bundler leaves out a file that nobody asks for anything. */
const unheard: readonly Pick<EventDeclaration, 'name'>[] = [overrideAdded, statusPageRecorded]

/** Every event that something deployed declares: the topology imports their nouns, and with one event come all of its noun. */
export const eventSchemas = (): EventSchema[] =>
  topology.rules.length + unheard.length > 0 ? declaredEvents().map(schemaOf) : []

function schemaOf({ name, source, version, summary, dataSchema }: EventDeclaration): EventSchema {
  const data = z.toJSONSchema(dataSchema, { target: 'draft-4', unrepresentable: 'any', io: 'output' })
  const { $schema, ...rest } = data
  const text = { type: 'string' }
  const content = {
    $schema,
    title: name,
    description: summary,
    type: 'object',
    required: ['source', 'detail-type', 'detail'],
    properties: {
      source: { enum: [source] },
      'detail-type': { enum: [name] },
      detail: {
        type: 'object',
        required: ['id', 'type', 'version', 'time', 'actor', 'correlationId', 'aggregate', 'data'],
        properties: {
          ...{ id: text, type: { enum: [name] }, version: { enum: [version] }, time: text, actor: text },
          ...{ correlationId: text, causationId: text },
          aggregate: {
            type: 'object',
            required: ['noun', 'id', 'sequence'],
            properties: { noun: text, id: text, sequence: { type: 'integer' } },
          },
          data: rest,
        },
      },
    },
  }
  return { name: `${source}@${name}`, summary, content: JSON.stringify(content) }
}
