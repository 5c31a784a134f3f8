/** Changes that graphql's own comparison does not see: defaults, who may read, and what subscriptions hear. */
import { type DocumentNode, type InputValueDefinitionNode, Kind, print } from 'graphql'
import { type AccessTable, accessTable, type Grant } from './access.ts'
import type { AuthModes } from './auth-mode.ts'
import type { SchemaChange } from './check.ts'
import { fieldsByCoordinate, isInput } from './sdl.ts'
import { fieldsOf, subscribedMutations } from './subscribe-directive.ts'

/** Defaults of arguments and of input fields: a required one that loses its default breaks those who left it out. */
export function inputChanges(before: DocumentNode, after: DocumentNode): SchemaChange[] {
  const next = inputsByCoordinate(after)
  return [...inputsByCoordinate(before)].flatMap(([path, old]): SchemaChange[] => {
    const now = next.get(path)
    if (now === undefined || defaultOf(old) === defaultOf(now)) return []
    const isRequired = now.type.kind === Kind.NON_NULL_TYPE
    if (now.defaultValue === undefined && isRequired) {
      const message = `${path} lost its default value ${defaultOf(old)} and is required now.`
      return [{ code: 'schema.default-removed', severity: 'breaking', message }]
    }
    const [from, to] = [defaultOf(old) ?? 'none', defaultOf(now) ?? 'none']
    const message = `${path} has changed its default value from ${from} to ${to}.`
    return [{ code: 'schema.default-changed', severity: 'dangerous', message }]
  })
}

const defaultOf = ({ defaultValue }: InputValueDefinitionNode): string | undefined =>
  defaultValue === undefined ? undefined : print(defaultValue)

function inputsByCoordinate(document: DocumentNode): Map<string, InputValueDefinitionNode> {
  const found = new Map<string, InputValueDefinitionNode>()
  for (const [path, field] of fieldsByCoordinate(document))
    for (const argument of field.arguments ?? []) found.set(`${path}(${argument.name.value}:)`, argument)
  for (const node of document.definitions)
    if (isInput(node)) for (const field of node.fields ?? []) found.set(`${node.name.value}.${field.name.value}`, field)
  return found
}

interface Guarded {
  readonly document: DocumentNode
  readonly modes: AuthModes
}

/** Callers that a field no longer lets in break; callers that it lets in anew are worth a look. */
export function accessChanges(before: Guarded, after: Guarded): SchemaChange[] {
  const next: AccessTable = accessTable(after.document, after.modes)
  return [...accessTable(before.document, before.modes)].flatMap(([path, old]): SchemaChange[] => {
    const now = next.get(path)
    if (now === undefined) return []
    const lost = old.filter((grant) => !now.some((other) => covers(other, grant)))
    const won = now.filter((grant) => !old.some((other) => covers(other, grant)))
    return [
      ...(lost.length > 0
        ? [change('schema.access-narrowed', 'breaking', `${path} no longer lets in ${lost.map(nameOf).join(', ')}.`)]
        : []),
      ...(won.length > 0
        ? [change('schema.access-widened', 'dangerous', `${path} now lets in ${won.map(nameOf).join(', ')}.`)]
        : []),
    ]
  })
}

const change = (code: SchemaChange['code'], severity: SchemaChange['severity'], message: string): SchemaChange => ({
  code,
  severity,
  message,
})

const covers = (wide: Grant, narrow: Grant): boolean =>
  wide.mode === narrow.mode &&
  (wide.groups === undefined || (narrow.groups?.every((group) => wide.groups?.includes(group)) ?? false))

const nameOf = ({ mode, groups }: Grant): string => (groups === undefined ? mode : `${mode} (${groups.join(', ')})`)

/** A subscription that stops hearing a mutation goes silent without an error. */
export function subscriptionChanges(before: DocumentNode, after: DocumentNode): SchemaChange[] {
  const next = new Map(fieldsOf(after, 'Subscription').map((field) => [field.name.value, field]))
  return fieldsOf(before, 'Subscription').flatMap((old) => {
    const now = next.get(old.name.value)
    if (now === undefined) return []
    const heard = subscribedMutations(now)
    return subscribedMutations(old)
      .filter((name) => !heard.includes(name))
      .map((name) => {
        const message = `Subscription.${old.name.value} no longer hears the mutation ${name}.`
        return change('schema.subscription-narrowed', 'breaking', message)
      })
  })
}
