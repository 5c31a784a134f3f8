/** What people see of a fleet while a release goes over it: the status of each host. */
import * as z from 'zod'
import { defineError } from '../error.ts'
import { defineOperation } from '../operation.ts'
import type { Host } from '../port/hosts.ts'
import { type ReleaseItem, releaseIdSchema } from '../release/index.ts'
import * as Release from '../release/surface.ts'
import { countsOf, type FleetCounts } from './decide.ts'
import type { TargetStatus } from './rollout.ts'
import { rolloutOf } from './seen.ts'

export const notAFleet = defineError(
  'fleet.not-a-fleet',
  'input',
  'The target of the release is moved by another driver than that of fleets.',
  (id: string, driver: string) => ({
    message: `Release ${id} goes to a target of the driver ${driver}.`,
    fields: [{ path: 'releaseId', message: 'has no hosts to show' }],
    wayOut: '`houston status RELEASE` shows its waves.',
  }),
)

export interface FleetView {
  readonly release: Pick<ReleaseItem, 'id' | 'service' | 'version' | 'state' | 'stableVersion'>
  readonly hosts: readonly (Host & Pick<TargetStatus, 'phase'>)[]
  readonly counts: FleetCounts
}

export const status = /* @__PURE__ */ defineOperation(
  {
    name: 'fleet.status',
    summary: 'The status of each host while a release goes over a fleet',
    input: z.object({ releaseId: releaseIdSchema }),
    allowedTo: ['viewer', 'responder', 'releaser', 'admin'],
  },
  async (ctx, { releaseId }): Promise<FleetView> => {
    const { id, service, version, state, stableVersion, target } = await Release.fromId(ctx, releaseId)
    if (target.driver !== 'fleet') throw notAFleet(id, target.driver)
    const seen = await ctx.ports.hosts().read(target.address, service)
    const rollout = rolloutOf(seen, version, state.startsWith('roll') ? 'back' : 'forward')
    const hosts = seen.hosts.map((host, index) => ({ ...host, phase: rollout.targets[index]?.phase ?? 'waiting' }))
    const release = { id, service, version, state, ...(stableVersion !== undefined && { stableVersion }) }
    return { release, hosts, counts: countsOf(rollout) }
  },
)
