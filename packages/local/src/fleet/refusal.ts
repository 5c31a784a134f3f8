/** What the router's control API refuses: a reason that the driver understands, and the status that carries it. */
import type { RefusalReason as RecordRefusal } from './record.ts'

const statuses = {
  'token-missing': 401,
  'request-invalid': 400,
  'not-found': 404,
  'service-unknown': 404,
  'version-unknown': 404,
  'version-differs': 409,
  'version-in-use': 409,
  'version-invalid': 422,
  'weight-invalid': 422,
  drifted: 409,
  'too-many-pools': 429,
  'too-many-services': 429,
  'record-broken': 500,
} as const satisfies Record<RecordRefusal, number> & Record<string, number>

export type RefusalReason = keyof typeof statuses

export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly reason: RefusalReason
  readonly statusCode: number

  constructor(reason: RefusalReason, detail: string) {
    super(detail)
    this.reason = reason
    this.statusCode = statuses[reason]
  }
}
