/** Changes of a service, told to PagerDuty before anything is wrong: whoever is paged later sees what was changed last. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { defineOperation } from '../operation.ts'
import { serviceUnknown } from '../service/index.ts'
import * as Service from '../service/operation.ts'
import * as Team from '../team/operation.ts'

export const changeNotTold = defineError(
  'notice.change-not-told',
  'retryable',
  'A provider did not take a change event, and may later.',
  (detail: string) => ({ message: `The change could not be told: ${detail}`, wayOut: 'It is tried again.' }),
)

const words: Readonly<Record<string, (version: string) => string>> = {
  'release.begun': (version) => `release of ${version} started`,
  'release.completed': (version) => `${version} took all traffic`,
  'rollback.completed': (version) => `${version} was taken back`,
}

export const tellChange = /* @__PURE__ */ defineOperation(
  {
    name: 'notice.tell-change',
    summary: 'Tell PagerDuty of a change of a service',
    input: z.object({
      type: z.string(),
      releaseId: z.string(),
      service: z.string(),
      version: z.string(),
      atMs: z.int(),
    }),
    allowedTo: [],
  },
  async (ctx, { type, releaseId, service, version, atMs }): Promise<{ told: number }> => {
    const keys = await keysOf(ctx, service)
    const title = words[type]?.(version) ?? `${type} ${version}`
    let told = 0
    const problems: string[] = []
    for (const address of keys) {
      const key = `${releaseId}/${type}/${address}`
      const result = await ctx.ports.pager('pagerduty').send({
        key,
        subject: releaseId,
        action: 'change',
        address,
        severity: 'SEV4',
        service,
        title,
        sentence: `${service}: ${title}. houston release ${releaseId}`,
        escalationId: releaseId,
        atMs,
      })
      // One key that is throttled keeps nothing from the others.
      if (result.kind === 'failed') problems.push(result.detail)
      else if (result.kind === 'refused') ctx.log.warn('a change could not be told', { service, reason: result.reason })
      else told += 1
    }
    if (problems.length > 0) throw changeNotTold(problems.join('; '))
    return { told }
  },
)

/** The owner's routing keys; a service that the catalog does not have has nobody to tell. */
async function keysOf(ctx: Context, service: string): Promise<readonly string[]> {
  try {
    const { owner } = await Service.fromName(ctx, service)
    return (await Team.ownerOf(ctx, owner)).tell?.changes ?? []
  } catch (error) {
    if (serviceUnknown.is(error)) return []
    throw error
  }
}
