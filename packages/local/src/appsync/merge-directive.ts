/** Directives of one thing that several sources define: each once, and access as wide as the widest copy. */
import { type ConstDirectiveNode, print } from 'graphql'
import { grantsOf, isAuthDirective } from './access.ts'
import { type AuthModes, directiveOfMode } from './auth-mode.ts'
import { directiveNode } from './sdl.ts'

type Directives = readonly ConstDirectiveNode[] | undefined

/** The distinct directives of all copies, authorisation left out. */
export function plainDirectives(copies: readonly Directives[]): ConstDirectiveNode[] {
  return distinct(copies.flatMap((directives) => (directives ?? []).filter((directive) => !isAuthDirective(directive))))
}

/** The distinct authorisation directives of all copies; a copy without any stands for the primary mode where another has some. */
export function accessDirectives(copies: readonly Directives[], modes: AuthModes): ConstDirectiveNode[] {
  if (copies.every((directives) => grantsOf(directives).length === 0)) return []
  return distinct(copies.flatMap((directives) => accessOf(directives, modes)))
}

export const isSameAccess = (copies: readonly Directives[], modes: AuthModes): boolean =>
  new Set(copies.map((directives) => texts(accessOf(directives, modes)))).size <= 1

/** Whether all copies say the same, authorisation included and written out. */
export const isSameWrittenAccess = (copies: readonly Directives[]): boolean =>
  new Set(copies.map((directives) => texts((directives ?? []).filter(isAuthDirective)))).size <= 1

function accessOf(directives: Directives, modes: AuthModes): ConstDirectiveNode[] {
  const written = (directives ?? []).filter(isAuthDirective)
  return written.length > 0 ? written : [directiveNode(`@${directiveOfMode[modes.primary]}`)]
}

const texts = (directives: readonly ConstDirectiveNode[]): string => directives.map(print).sort().join(' ')

/** One directive of a name on one thing: groups of several are put together, and none means all. */
function distinct(directives: readonly ConstDirectiveNode[]): ConstDirectiveNode[] {
  const byName = new Map<string, ConstDirectiveNode>()
  for (const directive of directives) {
    const name = directive.name.value
    const known = byName.get(name)
    byName.set(name, known === undefined ? directive : united(known, directive))
  }
  return [...byName.values()]
}

function united(first: ConstDirectiveNode, second: ConstDirectiveNode): ConstDirectiveNode {
  if (!isAuthDirective(first) || print(first) === print(second)) return first
  const groups = [first, second].map((directive) => grantsOf([directive])[0]?.groups)
  if (groups.some((names) => names === undefined)) return directiveNode(`@${first.name.value}`)
  const names = [...new Set(groups.flatMap((some) => some ?? []))]
  return directiveNode(`@${first.name.value}(cognito_groups: ${JSON.stringify(names)})`)
}
