/** What the caller may do with a release now: the table of its states, and who each command is allowed to. */
import type { Actor } from '@houston/core/actor.ts'
import { type ReleaseItem, releaseActions } from '@houston/core/release'
import * as Release from '@houston/core/release/surface.ts'
import * as Rollback from '@houston/core/rollback/surface.ts'
import type { ReleaseAction } from '../generated/delivery.ts'

interface Offered {
  readonly name: keyof typeof releaseActions
  readonly operation: { readonly name: string; readonly allowedTo: readonly string[] }
}

const offered: readonly Offered[] = [
  { name: 'approve', operation: Release.approve },
  { name: 'refuse', operation: Release.refuse },
  { name: 'abort', operation: Release.abort },
  { name: 'retry-rollback', operation: Rollback.retry },
]

export const actionsOf = (release: ReleaseItem, actor: Actor): ReleaseAction[] =>
  offered.map(({ name, operation }) => {
    const reason = refusalOf(release, actor, { name, operation })
    return { command: operation.name, isAllowed: reason === null, reason }
  })

function refusalOf({ state, abortedBy }: ReleaseItem, actor: Actor, { name, operation }: Offered): string | null {
  const states: readonly string[] = releaseActions[name]
  if (!states.includes(state)) return `Possible only while the release is ${states.join(', ')}; it is ${state}.`
  if (abortedBy !== undefined && name !== 'retry-rollback') return `${abortedBy} stopped the release already.`
  if (!actor.roles.some((role) => operation.allowedTo.includes(role)))
    return `Needs one of the roles ${operation.allowedTo.join(', ')}.`
  return null
}
