/** Who acts, and in which roles. Roles are few and named; what each may do stands with each operation. */
import * as z from 'zod'

/**
 * viewer reads; responder acknowledges, declares and runs incidents; releaser moves releases; admin changes configuration;
 * system is Houston's own handlers and is never granted to a caller.
 */
export const roles = ['viewer', 'responder', 'releaser', 'admin', 'system'] as const
export const roleSchema = z.enum(roles)
export type Role = z.infer<typeof roleSchema>

export const actorSchema = z.object({
  kind: z.enum(['person', 'service', 'system']),
  /** A login, a provider's name, or the handler's name for `system`. */
  id: z.string().min(1).max(256),
  roles: z.array(roleSchema).readonly(),
})
export type Actor = z.infer<typeof actorSchema>

/** Houston itself, acting through the named handler. */
export const systemActor = (handler: string): Actor => ({ kind: 'system', id: handler, roles: ['system'] })

/** As events and the audit trail name an actor. */
export const actorName = (actor: Actor): string => `${actor.kind}:${actor.id}`
