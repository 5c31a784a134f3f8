/** Who calls Houston in a story, and what it is answered. */
import type { Role } from '@houston/core/actor.ts'

/** Whoever calls a command: by the roles of a person, or by a token such as `token-of-service`. */
export interface Caller {
  readonly roles?: readonly Exclude<Role, 'system'>[]
  readonly token?: string
}

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number
  readonly body: Body
}
