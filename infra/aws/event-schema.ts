/** A registry with the schema of each of Houston's events. */
import { eventSchemas } from '../event-schema.ts'
import { nameOf, tags } from './naming.ts'

export function makeEventSchemas(): void {
  const registry = new aws.schemas.Registry('Events', { name: nameOf('events'), description: "Houston's events", tags })
  for (const { name, summary, content } of eventSchemas())
    new aws.schemas.Schema(`${name.slice(name.indexOf('@') + 1)}Schema`, {
      name,
      registryName: registry.name,
      type: 'JSONSchemaDraft4',
      description: summary,
      content,
      tags,
    })
}
