/** Who asks the graph, from the identity that AppSync hands to a resolver. */
import { type Actor, type Role, roleSchema } from '@houston/core/actor.ts'
import * as z from 'zod'

/** What a role claim may hold: a list, or words of one text. Unknown words are no roles. */
const rolesSchema = z
  .union([z.array(z.string()), z.string().transform((text) => text.split(/[\s,]+/))])
  .transform((words) => words.flatMap((word) => roleSchema.exclude(['system']).safeParse(word).data ?? []))

const oidcSchema = z.object({
  sub: z.string().min(1),
  claims: z.object({ roles: rolesSchema.optional(), email: z.string().optional() }).loose(),
})
const iamSchema = z.object({ userArn: z.string().min(1) })

/** Nobody in particular: the status page's readers. */
const stranger: Actor = { kind: 'service', id: 'public', roles: [] }

/** A person by OpenID Connect with the roles of their token; a machine by IAM reads; anybody else holds no role. */
export function actorOf(identity: unknown): Actor {
  const person = oidcSchema.safeParse(identity)
  if (person.success) {
    const { sub, claims } = person.data
    return { kind: 'person', id: claims.email ?? sub, roles: claims.roles ?? [] }
  }
  const machine = iamSchema.safeParse(identity)
  if (!machine.success) return stranger
  return { kind: 'service', id: machine.data.userArn, roles: ['viewer'] satisfies Role[] }
}
