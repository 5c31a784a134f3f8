/** `@aws_subscribe`: which mutations a subscription hears, and the rules that AppSync has for it. */
import { type DocumentNode, type FieldDefinitionNode, Kind, print, type TypeNode } from 'graphql'
import { directiveOf, isFielded, stringsArgument } from './sdl.ts'

/** AppSync refuses a subscription with more arguments. */
export const argumentsPerSubscription = 5

export const subscribedMutations = (field: FieldDefinitionNode): string[] => {
  const directive = directiveOf(field, 'aws_subscribe')
  return directive === undefined ? [] : stringsArgument(directive, 'mutations')
}

/** The fields of one object type of a document. */
export function fieldsOf(document: DocumentNode, typeName: string): readonly FieldDefinitionNode[] {
  const found = document.definitions.find((node) => isFielded(node) && node.name.value === typeName)
  return found !== undefined && isFielded(found) ? (found.fields ?? []) : []
}

export interface SubscriptionFault {
  readonly path: string
  readonly message: string
}

export function subscriptionFaults(document: DocumentNode): SubscriptionFault[] {
  const mutations = new Map(fieldsOf(document, 'Mutation').map((field) => [field.name.value, field]))
  return fieldsOf(document, 'Subscription').flatMap((field) => {
    const path = `Subscription.${field.name.value}`
    const faults: SubscriptionFault[] = []
    if ((field.arguments?.length ?? 0) > argumentsPerSubscription)
      faults.push({ path, message: `${path} has more than ${argumentsPerSubscription} arguments.` })
    for (const name of subscribedMutations(field)) {
      const mutation = mutations.get(name)
      if (mutation === undefined)
        faults.push({ path, message: `${path} names the mutation ${name}, which is not there.` })
      else if (payloadType(mutation.type) !== payloadType(field.type))
        faults.push({
          path,
          message: `${path} gives ${print(field.type)} but its mutation ${name} gives ${print(mutation.type)}.`,
        })
    }
    return faults
  })
}

/** Whether the whole may be null differs rightly: a subscription's field is empty until something happens. */
const payloadType = (type: TypeNode): string => print(type.kind === Kind.NON_NULL_TYPE ? type.type : type)
