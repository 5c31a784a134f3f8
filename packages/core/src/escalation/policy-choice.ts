/** Which policy an escalation follows: the team's for the severity, else Houston's own; and declaring policies. */
import * as z from 'zod'
import { commit, eventFor } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineEvent } from '../event.ts'
import { canonicalJson } from '../json.ts'
import { defineOperation } from '../operation.ts'
import { nameSchema } from '../service/index.ts'
import type { Severity } from '../severity.ts'
import * as Team from '../team/operation.ts'
import { builtInPolicies } from './built-in.ts'
import { escalationLimits } from './limits.ts'
import { fallbackPolicyName, type Policy, policySchema } from './policy.ts'
import { allPolicies, policyEntity } from './store.ts'

export const policyRecorded = defineEvent(
  'escalation-policy.recorded',
  1,
  'An escalation policy was declared or changed; escalations under way keep theirs.',
  { policy: nameSchema },
)

export interface PolicyChoice {
  readonly policy: Policy
  readonly sentence: string
}

/** A policy that a team names and nobody declared must not let a page fall: Houston's own stands in, and the sentence says so. */
export async function choosePolicy(ctx: Context, owner: string, severity: Severity): Promise<PolicyChoice> {
  const team = await Team.ownerOf(ctx, owner)
  const named = team.policies[severity]
  const own = builtInPolicies[severity]
  if (named === undefined) return { policy: own, sentence: `${owner} has no policy for ${severity}: ${own.name}.` }
  const found = await policyEntity.get(ctx.store, { name: named })
  if (found === undefined) {
    ctx.log.warn('a team names an escalation policy that is not declared', { team: owner, policy: named })
    return { policy: own, sentence: `${owner} names ${named}, which is not declared: ${own.name}.` }
  }
  const { revision: _, ...policy } = found
  return { policy, sentence: `${named} is the policy of ${owner} for ${severity}.` }
}

/** Who is paged when a policy has run out; undefined where nobody declared it. */
export const fallbackPolicy = async (ctx: Context): Promise<Policy | undefined> =>
  policyEntity.get(ctx.store, { name: fallbackPolicyName })

export const recordPolicy = /* @__PURE__ */ defineOperation(
  {
    name: 'escalation.record-policy',
    summary: 'Declare an escalation policy or change it',
    input: policySchema,
    allowedTo: ['admin'],
  },
  async (ctx, policy): Promise<{ changed: boolean }> => {
    const found = await policyEntity.get(ctx.store, { name: policy.name })
    const next = { ...policy, revision: found?.revision ?? 0 }
    if (found !== undefined && canonicalJson(found) === canonicalJson(next)) return { changed: false }
    const aggregate = { id: policy.name, sequence: next.revision + 1 }
    await commit(ctx, {
      writes: [found === undefined ? policyEntity.create(next) : policyEntity.replace(next)],
      events: [eventFor(ctx, policyRecorded, aggregate, { policy: policy.name })],
    })
    return { changed: true }
  },
)

export const listPolicies = /* @__PURE__ */ defineOperation(
  {
    name: 'escalation.list-policies',
    summary: "The declared escalation policies and Houston's own",
    input: z.object({}),
    allowedTo: ['viewer', 'responder', 'releaser', 'admin'],
  },
  async (ctx): Promise<{ items: readonly Policy[] }> => {
    const limit = escalationLimits.policies.value
    const declared = await policyEntity.queryAll(ctx.store, { ...allPolicies, limit })
    return { items: [...declared, ...Object.values(builtInPolicies)] }
  },
)
