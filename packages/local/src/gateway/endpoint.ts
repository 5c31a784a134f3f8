/** AWS's services on loopback, in AWS's JSON protocol: what `AWS_ENDPOINT_URL_…` points at. Works with the SDKs and the AWS CLI. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Json } from '@houston/core/json.ts'
import { AwsError, type AwsService } from '../aws-service.ts'
import { readBody } from './body.ts'

/** The largest request that any of the services takes. */
const requestBytes = 2 * 1024 * 1024

export interface EndpointOptions {
  readonly services: readonly AwsService[]
  /** The access key id that callers must sign with. A signature is not computed again: loopback and this secret are the guard. */
  readonly accessKeyId: string
}

export function awsEndpoint({ services, accessKeyId }: EndpointOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const version = request.headers['content-type'] ?? 'application/x-amz-json-1.0'
    try {
      refuseStranger(request, accessKeyId)
      const output = await operationOf(services, request)((await jsonInput(request)) as Record<string, Json>)
      response.writeHead(200, { 'content-type': version }).end(JSON.stringify(output))
    } catch (error) {
      const { code, message, statusCode } = asAwsError(error)
      response
        .writeHead(statusCode, { 'content-type': version, 'x-amzn-errortype': code })
        .end(JSON.stringify({ __type: code, message, Message: message }))
    }
  }
}

function refuseStranger(request: IncomingMessage, accessKeyId: string): void {
  const credential = /Credential=([^/,\s]+)\//.exec(request.headers.authorization ?? '')?.[1]
  if (credential === undefined)
    throw new AwsError('MissingAuthenticationTokenException', 'Request is missing Authentication Token', 403)
  if (credential !== accessKeyId)
    throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.', 403)
}

function operationOf(services: readonly AwsService[], request: IncomingMessage) {
  const target = String(request.headers['x-amz-target'] ?? '')
  const dot = target.lastIndexOf('.')
  const service = services.find(({ targetPrefix }) => targetPrefix === target.slice(0, dot))
  const name = target.slice(dot + 1)
  const operation = service !== undefined && Object.hasOwn(service.operations, name) && service.operations[name]
  if (!operation) throw new AwsError('UnknownOperationException', `The operation ${target} is not known here.`, 404)
  return operation
}

async function jsonInput(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request, requestBytes)
  if (body === 'too-large')
    throw new AwsError('RequestEntityTooLargeException', 'Request size exceeded the limit.', 413)
  try {
    const parsed: unknown = body.length === 0 ? {} : JSON.parse(body.toString('utf8'))
    if (parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed)) return parsed
  } catch {}
  throw new AwsError('SerializationException', 'The request body is not a JSON object.', 400)
}

const asAwsError = (error: unknown): AwsError =>
  error instanceof AwsError
    ? error
    : new AwsError('InternalFailure', error instanceof Error ? error.message : String(error), 500)
