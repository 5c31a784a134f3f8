/** What people say at a gate: yes or no to the wave that waits, never about a change of their own. */
import * as z from 'zod'
import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import type { EventDeclaration } from '../event.ts'
import {
  type Approval,
  type ApprovalRequirement,
  checkApproval,
  known,
  personOf,
  requirementsOf,
} from '../gate/index.ts'
import * as Gate from '../gate/surface.ts'
import { defineOperation } from '../operation.ts'
import { changeRelease, happened, type ReleaseChange } from './change.ts'
import { releaseApproved, releaseRefused } from './event.ts'
import { wakePassage } from './gate-wait.ts'
import { refuseAborted } from './operation.ts'
import { policyFor } from './policy.ts'
import { type ReleaseId, type ReleaseItem, releaseIdSchema } from './release.ts'
import { illegalAction, releaseActions } from './state.ts'
import { waveFacts } from './wave-plan.ts'

export const ownChange = defineError(
  'release.own-change',
  'denied',
  'Nobody approves a change of their own.',
  (id: string, who: string) => ({
    message: `${who} made the change of release ${id}; somebody else must approve it.`,
    wayOut: 'Ask a colleague who holds the role; `houston gate` shows which.',
  }),
)

export const wordNotAsked = defineError(
  'release.word-not-asked',
  'denied',
  'None of the approvals that are missing asks for the roles of whoever spoke.',
  (id: string, who: string, roles: readonly string[]) => ({
    message: `${who}’s word does not count for release ${id}: it asks for ${roles.join(' or ')}, of a person.`,
    wayOut: 'Ask somebody who holds the role; `houston gate` shows which.',
  }),
)

/** All names of whoever made the change, as the gate compares them. */
export const authorsOf = ({ author, authors }: Pick<ReleaseItem, 'author' | 'authors'>): readonly string[] =>
  authors ?? [author]

interface Word {
  readonly decision: Approval['decision']
  readonly why: string
}

type ApprovalEvent = EventDeclaration<z.infer<typeof releaseApproved.dataSchema>>

/** The change that a word makes; undefined where it has been said, or nobody asks for it any more. */
async function decideWord(ctx: Context, release: ReleaseItem, word: Word): Promise<ReleaseChange | undefined> {
  if (!releaseActions.approve.includes(release.state as never))
    throw illegalAction(release.id, 'approve', release.state)
  refuseAborted(release)
  if (authorsOf(release).some((name) => personOf(name) === personOf(ctx.actor.id)))
    throw ownChange(release.id, ctx.actor.id)
  const index = release.waveIndex + 1
  const { wave: name, weightPercent } = waveFacts(release, index)
  const wave = { index, name, weightPercent }
  const policy = await policyFor(ctx, release)
  const spoken = await Gate.listApprovals(ctx, release.digest)
  const { lane = 'ordinary', digest } = release
  const facts = { lane, wave, digest, authors: authorsOf(release), approvals: known(spoken, ctx.nowMs) }
  if (word.decision === 'approved' && checkApproval(facts, policy, ctx.nowMs).kind === 'open') return undefined
  const asked = requirementsOf(facts, policy)
  const about = aboutOf(asked, ctx.actor)
  if (about.length === 0)
    throw wordNotAsked(release.id, ctx.actor.id, [...new Set(asked.flatMap(({ roles }) => roles))])
  if (about.every((waveName) => stands(ctx, spoken, asked, word.decision, waveName))) return undefined
  const { id, kind, roles } = ctx.actor
  const said = { digest, ...word, by: { id, kind, roles }, atMs: ctx.nowMs }
  const event: ApprovalEvent = word.decision === 'approved' ? releaseApproved : releaseRefused
  const data = { ...waveFacts(release, index), by: id, why: word.why, roles: [...roles], digest }
  const writes = about.map((waveName) =>
    Gate.writeApproval({ ...said, ...(waveName !== undefined && { wave: waveName }) }, release.id),
  )
  const last = word.decision === 'approved' ? { approvedBy: id } : {}
  return { facts: last, event: happened(event, data), writes }
}

/** The waves, and the release as a whole, that somebody with these roles is asked about. */
function aboutOf(asked: readonly ApprovalRequirement[], { kind, roles }: Actor): readonly (string | undefined)[] {
  const mine = asked.filter(
    (requirement) => kind === 'person' && roles.some((role) => requirement.roles.includes(role)),
  )
  return [...new Set(mine.map(({ wave }) => wave))]
}

/** Whether the speaker’s last word about it is the same and still counts: saying it again says nothing. */
function stands(
  { actor, nowMs }: Context,
  spoken: readonly Approval[],
  asked: readonly ApprovalRequirement[],
  decision: Approval['decision'],
  waveName: string | undefined,
): boolean {
  const last = spoken.findLast(({ by, wave }) => personOf(by.id) === personOf(actor.id) && wave === waveName)
  if (last?.decision !== decision) return false
  const validForMs = Math.min(...asked.filter(({ wave }) => wave === waveName).map(({ validFor }) => validFor))
  return decision === 'refused' || nowMs < last.atMs + validForMs
}

async function say(ctx: Context, id: ReleaseId, word: Word): Promise<ReleaseItem> {
  const release = await changeRelease(ctx, id, (current) => decideWord(ctx, current, word))
  await wakePassage(ctx, { releaseId: id, waveIndex: release.waveIndex + 1 })
  return release
}

const why = z.string().trim().min(1, 'say why, in a few words').max(1_000)
const input = z.object({ releaseId: releaseIdSchema, why })
const allowedTo = ['releaser', 'admin'] as const

/** Counts for this artifact alone. The wave starts when everybody who is asked has said yes; saying yes again is harmless. */
export const approve = /* @__PURE__ */ defineOperation(
  { name: 'release.approve', summary: 'Let the waiting wave start', input, allowedTo },
  (ctx, { releaseId: id, why: reason }) => say(ctx, id, { decision: 'approved', why: reason }),
)

/** Closes the gate until the same person approves. */
export const refuse = /* @__PURE__ */ defineOperation(
  { name: 'release.refuse', summary: 'Hold the waiting wave back', input, allowedTo },
  (ctx, { releaseId: id, why: reason }) => say(ctx, id, { decision: 'refused', why: reason }),
)
