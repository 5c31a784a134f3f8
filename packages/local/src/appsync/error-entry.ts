/** Errors as AppSync puts them into a response. */
import type { Json } from '@houston/core/json.ts'
import { type GraphQLError, type GraphQLSchema, getNamedType, isInterfaceType, isObjectType } from 'graphql'

export interface ErrorEntry {
  readonly path: (string | number)[] | null
  readonly data?: Json
  readonly errorType?: string | null
  readonly errorInfo?: Json
  readonly locations: { readonly line: number; readonly column: number; readonly sourceName: null }[] | null
  readonly message: string
}

/** What a resolver ends with, in the words of AppSync's `util.error`. */
export class FieldError extends Error {
  override readonly name = 'FieldError'
  readonly errorType: string
  readonly data: Json
  readonly errorInfo: Json

  constructor(message: string, errorType: string, data: Json = null, errorInfo: Json = null) {
    super(message)
    this.errorType = errorType
    this.data = data
    this.errorInfo = errorInfo
  }

  withData(data: Json): FieldError {
    return new FieldError(this.message, this.errorType, data, this.errorInfo)
  }
}

export const unauthorized = (typeName: string, fieldName: string): FieldError =>
  new FieldError(`Not Authorized to access ${fieldName} on type ${typeName}`, 'Unauthorized')

/** An error of the query itself: nothing was run. */
export function requestErrorEntry({ message, locations }: GraphQLError): ErrorEntry {
  return { path: null, locations: places(locations), message }
}

/** An error of one field while the query ran. */
export function fieldErrorEntry(error: GraphQLError, schema: GraphQLSchema): ErrorEntry {
  const { path, locations, originalError } = error
  if (path === undefined) return requestErrorEntry(error)
  if (originalError instanceof FieldError) {
    const { data, errorType, errorInfo, message } = originalError
    return { path: [...path], data, errorType, errorInfo, locations: places(locations), message }
  }
  return { path: [...path], locations: places(locations), message: completionMessage(error, path, schema) }
}

const places = (locations: GraphQLError['locations']): ErrorEntry['locations'] =>
  locations?.map(({ line, column }) => ({ line, column, sourceName: null })) ?? null

/** AppSync's words for an answer that does not fit the schema. */
function completionMessage(error: GraphQLError, path: readonly (string | number)[], schema: GraphQLSchema): string {
  const at = `/${path.join('/')}`
  const missing = /^Cannot return null for non-nullable field (\w+)\.(\w+)\.$/.exec(error.message)
  if (missing === null)
    return error.originalError instanceof ScalarError
      ? `Can't serialize value (${at}) : ${error.message}`
      : error.message
  const [, parent = '', field = ''] = missing
  const type = schema.getType(parent)
  const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {}
  const named = fields[field]
  const expected = named === undefined ? 'Unknown' : getNamedType(named.type).name
  return `Cannot return null for non-nullable type: '${expected}' within parent '${parent}' (${at})`
}

/** A value that a scalar of AWS does not take. */
export class ScalarError extends Error {
  override readonly name = 'ScalarError'
}
