/** What the gates of one release ask: its pipeline's policy, and what its own plan adds. */
import type { Context } from '../context.ts'
import type { ApprovalRequirement, GatePolicy } from '../gate/index.ts'
import * as Gate from '../gate/surface.ts'
import { waveApproval } from '../risk/index.ts'
import type { ReleaseItem } from './release.ts'

type Asked = Pick<ReleaseItem, 'waves' | 'gatePolicy' | 'approvals' | 'steps'>

/** A wave that is marked asks for a word of its own. */
const approvalsOf = ({ waves, approvals }: Asked): readonly ApprovalRequirement[] =>
  approvals ?? waves.filter(({ approval }) => approval).map(waveApproval)

export async function policyFor(ctx: Context, release: Asked): Promise<GatePolicy> {
  const policy = await Gate.policyOf(ctx, release.gatePolicy)
  const steps = [...policy.steps, ...(release.steps ?? [])]
  return { ...policy, steps, approvals: [...policy.approvals, ...approvalsOf(release)] }
}
