/** Who asks: from the identity that AppSync hands to a resolver, or the claims that API Gateway hands to a command. */
import { type Actor, type Role, roleSchema } from '@houston/core/actor.ts'
import * as z from 'zod'

/** What a role claim may hold: a list, or words of one text; API Gateway makes `[a b]` of a list. Unknown words are no roles. */
const rolesSchema = z
  .union([z.array(z.string()), z.string().transform((text) => text.replace(/^\[|\]$/g, '').split(/[\s,]+/))])
  .transform((words) => words.flatMap((word) => roleSchema.exclude(['system']).safeParse(word).data ?? []))

const claimsSchema = z
  .object({
    roles: rolesSchema.optional(),
    email: z.string().optional(),
    // A text where API Gateway hands it on.
    email_verified: z.union([z.boolean(), z.string()]).optional(),
  })
  .loose()
const oidcSchema = z.object({ sub: z.string().min(1), claims: claimsSchema })
const jwtSchema = claimsSchema.extend({ sub: z.string().min(1) })
const iamSchema = z.object({ userArn: z.string().min(1) })

/** Nobody in particular: the status page's readers. */
const stranger: Actor = { kind: 'service', id: 'public', roles: [] }

/** An address that the issuer itself does not vouch for may be somebody else's: whoever claims it is their own subject only. */
const personOf = (sub: string, { email, email_verified: verified, roles }: z.infer<typeof claimsSchema>): Actor => ({
  kind: 'person',
  id: email === undefined || String(verified) === 'false' ? sub : email,
  roles: roles ?? [],
})

/** The person of a token that API Gateway's own authorizer has checked; undefined where the claims name nobody. */
export function personFromClaims(claims: unknown): Actor | undefined {
  const checked = jwtSchema.safeParse(claims)
  return checked.success ? personOf(checked.data.sub, checked.data) : undefined
}

/** A person by OpenID Connect with the roles of their token; a machine by IAM reads; anybody else holds no role. */
export function actorOf(identity: unknown): Actor {
  const person = oidcSchema.safeParse(identity)
  if (person.success) return personOf(person.data.sub, person.data.claims)
  const machine = iamSchema.safeParse(identity)
  if (!machine.success) return stranger
  return { kind: 'service', id: machine.data.userArn, roles: ['viewer'] satisfies Role[] }
}
