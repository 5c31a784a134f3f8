/** docs/generated/events.md */

import type { Topology } from '../../infra/topology-types.ts'
import { declaredEvents, envelopeSchema } from '../../packages/core/src/event.ts'
import { fieldRows } from './field.ts'
import { code, page, table } from './markdown.ts'
import { declarationSites } from './repository.ts'

const heads = ['Field', 'Type', '', 'Bounds']

export function eventPage(topology: Topology): string {
  const sites = declarationSites('Event')
  const events = declaredEvents()
  const takers = (name: string): string =>
    topology.rules
      .filter(({ pattern }) => JSON.stringify(pattern['detail-type'] ?? []).includes(`"${name}"`))
      .map(({ target }) => code(target.name))
      .join(', ')
  return page(
    'Events',
    'the declarations beside each noun',
    'On the bus an event’s detail-type is its name, its source is `houston.` and its noun, and its detail is this envelope:',
    table(heads, fieldRows(envelopeSchema)),
    table(
      ['Event', 'Version', 'What happened', 'Taken by'],
      events.map(({ name, version, summary }) => [
        `[${name}](#${name.replaceAll('.', '')})`,
        `${version}`,
        summary,
        takers(name),
      ]),
    ),
    ...events.flatMap(({ name, summary, dataSchema }) => [
      `## ${name}`,
      `${summary} Declared in ${code(sites.get(name) ?? '')}.`,
      table(heads, fieldRows(dataSchema)),
    ]),
  )
}
