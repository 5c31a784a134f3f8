/**
 * Refuses, before it is sent, what AWS would refuse about an expression: the embedded DynamoDB checks less, and a deeply nested
 * expression ends its process. The texts are DynamoDB's own. Free of state and chance, so it may stay on in production.
 */
import { type DynamoDBClient, DynamoDBServiceException } from '@aws-sdk/client-dynamodb'

/** Far below what DynamoDB takes (300 operators) and the embedded engine survives, far above what a person writes. */
const nestingDepth = 50
/** DynamoDB takes expressions of 4 KB. */
const expressionBytes = 4_096

const expressionFields = [
  'ConditionExpression',
  'FilterExpression',
  'KeyConditionExpression',
  'ProjectionExpression',
  'UpdateExpression',
] as const

type Fields = Readonly<Record<string, unknown>>

/** Adds the guard to a client; its document client is guarded with it. */
export function guardExpressions(client: Pick<DynamoDBClient, 'middlewareStack'>): void {
  client.middlewareStack.add(
    (next) => (args) => {
      const problem = lintExpressions(args.input)
      if (problem === undefined) return next(args)
      throw new DynamoDBServiceException({
        name: 'ValidationException',
        $fault: 'client',
        $metadata: { httpStatusCode: 400 },
        message: problem,
      })
    },
    { step: 'initialize', name: 'expressionGuard', priority: 'low', override: true },
  )
}

/** The first problem of a request's expressions, in DynamoDB's words; undefined where there is none. */
export function lintExpressions(input: unknown): string | undefined {
  for (const part of partsOf(input)) {
    const problem = lintPart(part)
    if (problem !== undefined) return problem
  }
  return undefined
}

const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** A request has its own names and values; a transaction has them per item, a batch of reads per table. */
function partsOf(input: unknown): readonly Fields[] {
  if (!isFields(input)) return []
  const parts: Fields[] = [input]
  if (Array.isArray(input.TransactItems))
    for (const item of input.TransactItems) if (isFields(item)) parts.push(...Object.values(item).filter(isFields))
  if (isFields(input.RequestItems)) parts.push(...Object.values(input.RequestItems).filter(isFields))
  return parts
}

function lintPart(part: Fields): string | undefined {
  const expressions = expressionFields.flatMap((field) => {
    const text = part[field]
    return typeof text === 'string' ? [{ field, text }] : []
  })
  for (const { field, text } of expressions) {
    const problem = lintShape(field, text)
    if (problem !== undefined) return problem
  }
  return (
    lintPlaceholders(part.ExpressionAttributeNames, namesKind, expressions) ??
    lintPlaceholders(part.ExpressionAttributeValues, valuesKind, expressions)
  )
}

function lintShape(field: string, text: string): string | undefined {
  const bytes = Buffer.byteLength(text)
  if (bytes > expressionBytes)
    return `Invalid ${field}: Expression size has exceeded the maximum allowed size; expression size: ${bytes}`
  if (deepestNesting(text) > nestingDepth)
    return `Invalid ${field}: The expression is nested more than ${nestingDepth} levels deep`
  // The embedded engine takes the first condition for the partition key's, which is always an equality.
  if (field === 'KeyConditionExpression' && !/^[\s(]*[#\w.-]+[\s)]*=/.test(text))
    return 'Invalid KeyConditionExpression: The partition key must come first, with an equality'
  return undefined
}

/** Brackets and NOT nest; a NOT lasts as long as the bracket around it or the next AND, OR or comma. */
function deepestNesting(text: string): number {
  let deepest = 0
  const negations = [0]
  for (const [token] of text.matchAll(/[(),]|\b(?:NOT|AND|OR)\b/gi)) {
    const last = negations.length - 1
    if (token === '(') negations.push(0)
    else if (token === ')') negations.length = Math.max(1, last)
    else negations[last] = token.toUpperCase() === 'NOT' ? (negations[last] ?? 0) + 1 : 0
    deepest = Math.max(deepest, negations.length - 1 + negations.reduce((sum, count) => sum + count, 0))
  }
  return deepest
}

interface PlaceholderKind {
  readonly field: string
  readonly pattern: RegExp
  readonly undefinedText: string
}

const namesKind: PlaceholderKind = {
  field: 'ExpressionAttributeNames',
  pattern: /#\w+/g,
  undefinedText: 'An expression attribute name used in the document path is not defined; attribute name: ',
}
const valuesKind: PlaceholderKind = {
  field: 'ExpressionAttributeValues',
  pattern: /:\w+/g,
  undefinedText: 'An expression attribute value used in expression is not defined; attribute value: ',
}

function lintPlaceholders(
  given: unknown,
  kind: PlaceholderKind,
  expressions: readonly { field: string; text: string }[],
): string | undefined {
  const defined = isFields(given) ? Object.keys(given) : []
  if (isFields(given)) {
    if (expressions.length === 0) return `${kind.field} can only be specified when using expressions`
    if (defined.length === 0) return `${kind.field} must not be empty`
  }
  const used = new Set<string>()
  for (const { field, text } of expressions)
    for (const [placeholder] of text.matchAll(kind.pattern)) {
      if (!defined.includes(placeholder)) return `Invalid ${field}: ${kind.undefinedText}${placeholder}`
      used.add(placeholder)
    }
  const unused = defined.filter((placeholder) => !used.has(placeholder))
  if (unused.length === 0) return undefined
  return `Value provided in ${kind.field} unused in expressions: keys: {${unused.join(', ')}}`
}
