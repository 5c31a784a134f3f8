/** docs/generated/operations.md */
import type { Topology } from '../../infra/topology-types.ts'
import { declaredOperations } from '../../packages/core/src/operation.ts'
import { fieldRows } from './field.ts'
import { code, page, table } from './markdown.ts'
import { declarationSites, load } from './repository.ts'

/** The operations that the command API offers: those that a command function was given. */
export async function commandNames(topology: Topology): Promise<Set<string>> {
  const names = new Set<string>()
  for (const { path } of topology.routes) {
    const [, noun] = /^\/commands\/([a-z-]+)\/\{verb\}$/.exec(path) ?? []
    if (noun === undefined) continue
    const module = await load(`packages/core/src/${noun}/index.ts`)
    for (const offered of Object.values(module).filter(Array.isArray))
      for (const operation of offered)
        if (typeof operation === 'function' && 'allowedTo' in operation) names.add(operation.name)
  }
  return names
}

export function operationPage(commands: ReadonlySet<string>): string {
  const sites = declarationSites('Operation')
  const operations = declaredOperations()
  const who = (roles: readonly string[]): string => (roles.length === 0 ? 'Houston itself' : roles.join(', '))
  return page(
    'Operations',
    'the declarations beside each noun',
    'An operation is schema, permission and function, declared once. Those with a command are called with `POST /commands/<noun>/<verb>` and a bearer token; Houston itself may call all of them.',
    table(
      ['Operation', 'What it does', 'Allowed to', 'Command'],
      operations.map(({ name, summary, allowedTo }) => [
        `[${name}](#${name.replaceAll('.', '')})`,
        summary,
        who(allowedTo),
        commands.has(name) ? code(`/commands/${name.replace('.', '/')}`) : '',
      ]),
    ),
    ...operations.flatMap(({ name, summary, input }) => {
      const rows = fieldRows(input)
      const fields = rows.length === 0 ? 'Takes no fields.' : table(['Field', 'Type', '', 'Bounds'], rows)
      return [`## ${name}`, `${summary}. Declared in ${code(sites.get(name) ?? '')}.`, fields]
    }),
  )
}
