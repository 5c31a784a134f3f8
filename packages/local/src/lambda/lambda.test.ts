import { describe, expect, it } from 'vitest'
import { AwsError } from '../aws-service.ts'
import { LocalLambda } from './lambda.ts'

const named = (name: string, timeoutSec = 5) => ({
  handler: `handler.fixture.${name}`,
  memoryMb: 256,
  timeoutSec,
})
const functions = {
  Echo: named('echo'),
  Nothing: named('nothing'),
  Refuse: named('refuse'),
  ThrowText: named('throwText'),
  Hang: named('hang', 0.05),
  Long: named('long'),
  Meddle: named('meddle'),
}
const lambdaOf = (more: Record<string, ReturnType<typeof named>> = {}) =>
  new LocalLambda({
    root: import.meta.dirname,
    region: 'us-east-1',
    account: '000000000000',
    functions: { ...functions, ...more },
  })
const lambda = lambdaOf()
const sixMb = 6 * 1024 * 1024

describe('invoking a function', () => {
  it('gives it the event and a context, by name or by ARN', async () => {
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:Echo'
    const payload = {
      event: { a: [1, null] },
      functionName: 'Echo',
      arn,
      memory: '256',
      hasTimeLeft: true,
      hasRequestId: true,
    }
    expect(await lambda.invoke('Echo', { a: [1, null] })).toEqual({ kind: 'returned', payload })
    expect(await lambda.invoke(arn, { a: [1, null] })).toEqual({ kind: 'returned', payload })
  })

  it('answers null where the function answers nothing', async () => {
    expect(await lambda.invoke('Nothing', {})).toEqual({ kind: 'returned', payload: null })
  })

  it('passes copies, as JSON does', async () => {
    const payload = { list: [1] }
    await lambda.invoke('Meddle', payload)
    expect(payload).toEqual({ list: [1] })
  })

  it('reports what it throws under its name, with message and trace', async () => {
    expect(await lambda.invoke('Refuse', {})).toEqual({
      kind: 'failed',
      errorType: 'Houston.Retryable',
      errorMessage: 'the table is busy',
      trace: expect.arrayContaining([expect.stringContaining('handler.fixture')]),
    })
    expect(await lambda.invoke('ThrowText', {})).toMatchObject({ kind: 'failed', errorMessage: 'just text' })
  })

  it('ends a function that takes too long, in Lambda’s words', async () => {
    expect(await lambda.invoke('Hang', {})).toMatchObject({
      kind: 'failed',
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^[0-9a-f-]{36} Task timed out after 0\.05 seconds$/),
    })
  })

  it('rejects where there is no such function', async () => {
    for (const name of ['Absent', 'toString', '']) {
      const error = await lambda.invoke(name, {}).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(AwsError)
      expect(error).toMatchObject({ code: 'ResourceNotFoundException', statusCode: 404 })
    }
  })
})

describe('the size of a call', () => {
  const withQuotes = 2

  it('is 6 MB at most on the way in, to the byte', async () => {
    expect(await lambda.invoke('Nothing', 'x'.repeat(sixMb - withQuotes))).toMatchObject({ kind: 'returned' })
    await expect(lambda.invoke('Nothing', 'x'.repeat(sixMb - withQuotes + 1))).rejects.toMatchObject({
      code: 'RequestTooLargeException',
      statusCode: 413,
    })
  })

  it('is 6 MB at most on the way out, to the byte, and counted in UTF-8', async () => {
    expect(await lambda.invoke('Long', { characters: sixMb - withQuotes })).toMatchObject({ kind: 'returned' })
    expect(await lambda.invoke('Long', { characters: sixMb - withQuotes + 1 })).toEqual({
      kind: 'failed',
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291456 bytes).',
    })
    await expect(lambda.invoke('Nothing', 'é'.repeat(sixMb / 2))).rejects.toMatchObject({ statusCode: 413 })
  })
})

describe('loading', () => {
  it('finds every handler at the start', async () => {
    await expect(lambda.loadAll()).resolves.toBeUndefined()
  })

  it.each([
    ['a file that is not there', 'absent.handler', /there is no .*absent\.ts for the handler absent\.handler/],
    ['an export that is not there', 'handler.fixture.absent', /exports no absent/],
    ['an export that is no function', 'handler.fixture.notAFunction', /exports no notAFunction/],
  ])('stops the start on %s', async (_, handler, message) => {
    const broken = lambdaOf({ Broken: { ...named('echo'), handler } })
    await expect(broken.loadAll()).rejects.toThrow(message)
  })
})
