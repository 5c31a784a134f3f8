/** Functions that tests of the embedded Lambda invoke. */
import type { Context } from 'aws-lambda'

export const echo = async (event: unknown, context: Context) => ({
  event,
  functionName: context.functionName,
  arn: context.invokedFunctionArn,
  memory: context.memoryLimitInMB,
  hasTimeLeft: context.getRemainingTimeInMillis() > 0,
  hasRequestId: context.awsRequestId.length === 36,
})

export const nothing = async () => undefined

export const refuse = async () => {
  throw Object.assign(new Error('the table is busy'), { name: 'Houston.Retryable' })
}

export const throwText = () => Promise.reject('just text')

export const hang = () => new Promise<never>(() => {})

/** Answers with a text of so many characters, quotes not counted. */
export const long = async ({ characters }: { characters: number }) => 'x'.repeat(characters)

/** Changes what it was given: a caller must not see it. */
export const meddle = async (event: { list: number[] }) => event.list.push(99)

export const notAFunction = 'text'
