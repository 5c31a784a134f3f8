/** Lambda in this process: JSON in, JSON out, a Lambda context, a timeout, Lambda's size limits and its shape of errors. */
import { randomUUID } from 'node:crypto'
import type { Json } from '@houston/core/json.ts'
import type { Context } from 'aws-lambda'
import { AwsError } from '../aws-service.ts'
import type { InvokeResult, Invoker } from '../invoker.ts'
import { type Handler, loadHandler } from './loader.ts'

/** Of one request or answer, as Lambda has it for synchronous calls. */
const payloadBytes = 6 * 1024 * 1024

export interface LocalFunction {
  readonly handler: string
  readonly memoryMb: number
  readonly timeoutSec: number
}

export interface LambdaOptions {
  readonly root: string
  readonly region: string
  readonly account: string
  readonly functions: Readonly<Record<string, LocalFunction>>
}

export const functionArn = (options: Pick<LambdaOptions, 'region' | 'account'>, name: string): string =>
  `arn:aws:lambda:${options.region}:${options.account}:function:${name}`

export class LocalLambda implements Invoker {
  readonly #options: LambdaOptions
  readonly #handlers = new Map<string, Promise<Handler>>()

  constructor(options: LambdaOptions) {
    this.#options = options
  }

  /** Loads every handler, so that a missing one stops the start and not the first release. */
  async loadAll(): Promise<void> {
    await Promise.all(Object.keys(this.#options.functions).map((name) => this.#handler(name)))
  }

  /** Takes a function's name or ARN. */
  async invoke(nameOrArn: string, payload: Json): Promise<InvokeResult> {
    const name = nameOrArn.slice(nameOrArn.lastIndexOf(':') + 1)
    const facts = Object.hasOwn(this.#options.functions, name) ? this.#options.functions[name] : undefined
    if (facts === undefined) {
      const arn = functionArn(this.#options, name)
      throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404)
    }
    const text = JSON.stringify(payload)
    if (Buffer.byteLength(text) > payloadBytes)
      throw new AwsError('RequestTooLargeException', 'The request payload exceeds 6 MB', 413)
    try {
      return returned(await this.#run(name, facts, JSON.parse(text)))
    } catch (error) {
      return failed(error)
    }
  }

  #handler(name: string): Promise<Handler> {
    const found = this.#handlers.get(name)
    if (found !== undefined) return found
    const loading = loadHandler(this.#options.root, this.#options.functions[name]?.handler ?? '')
    this.#handlers.set(name, loading)
    return loading
  }

  async #run(name: string, facts: LocalFunction, event: unknown): Promise<unknown> {
    const handler = await this.#handler(name)
    const requestId = randomUUID()
    const deadlineMs = Date.now() + facts.timeoutSec * 1000
    let timer: NodeJS.Timeout | undefined
    const timeout = new Promise<never>((_, reject) => {
      const message = `${requestId} Task timed out after ${facts.timeoutSec.toFixed(2)} seconds`
      timer = setTimeout(
        () => reject(Object.assign(new Error(message), { name: 'Sandbox.Timedout' })),
        facts.timeoutSec * 1000,
      )
    })
    try {
      return await Promise.race([handler(event, this.#context(name, facts, requestId, deadlineMs)), timeout])
    } finally {
      clearTimeout(timer)
    }
  }

  #context(name: string, facts: LocalFunction, requestId: string, deadlineMs: number): Context {
    return {
      callbackWaitsForEmptyEventLoop: false,
      functionName: name,
      functionVersion: '$LATEST',
      invokedFunctionArn: functionArn(this.#options, name),
      memoryLimitInMB: String(facts.memoryMb),
      awsRequestId: requestId,
      logGroupName: `/aws/lambda/${name}`,
      logStreamName: 'local',
      getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
      done: () => {},
      fail: () => {},
      succeed: () => {},
    }
  }
}

function returned(value: unknown): InvokeResult {
  const text = JSON.stringify(value ?? null)
  if (Buffer.byteLength(text) > payloadBytes) {
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${payloadBytes} bytes).`
    return { kind: 'failed', errorType: 'Function.ResponseSizeTooLarge', errorMessage }
  }
  return { kind: 'returned', payload: JSON.parse(text) as Json }
}

function failed(error: unknown): InvokeResult {
  if (!(error instanceof Error)) return { kind: 'failed', errorType: 'Error', errorMessage: String(error) }
  const trace = (error.stack ?? '').split('\n')
  return { kind: 'failed', errorType: error.name, errorMessage: error.message, trace }
}
