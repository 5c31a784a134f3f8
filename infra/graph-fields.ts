/** The root fields of a graphlet's SDL: each has a resolver, beside the edges that the topology names. */
import { Kind, parse } from 'graphql'

/** `Query.service`, `Mutation.publishChange`; subscriptions have none. */
export const rootFieldsOf = (sdl: string): string[] =>
  parse(sdl, { noLocation: true }).definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && (node.name.value === 'Query' || node.name.value === 'Mutation')
      ? (node.fields ?? []).map((field) => `${node.name.value}.${field.name.value}`)
      : [],
  )
