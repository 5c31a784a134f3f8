/** A service of AWS spoken on loopback in AWS's JSON protocol: `X-Amz-Target: <prefix>.<Operation>`, JSON in and out. */
import type { Json } from '@houston/core/json.ts'

export interface AwsService {
  /** As in the X-Amz-Target header, without the dot: `AWSStepFunctions`, `AWSEvents`. */
  readonly targetPrefix: string
  readonly operations: Readonly<Record<string, (input: Readonly<Record<string, Json>>) => Promise<Json>>>
}

/** An error as AWS reports it: `{ "__type": code, "message": message }` with a status. */
export class AwsError extends Error {
  override readonly name = 'AwsError'
  readonly code: string
  readonly statusCode: number

  constructor(code: string, message: string, statusCode = 400) {
    super(message)
    this.code = code
    this.statusCode = statusCode
  }
}

/** What the embedded runtime does not do, by the feature's name. Listed in docs/local-differences.md. */
export class NotImplemented extends AwsError {
  readonly feature: string

  constructor(feature: string) {
    super('NotImplemented', `The embedded runtime does not do ${feature}; see docs/local-differences.md.`, 501)
    this.feature = feature
  }
}
