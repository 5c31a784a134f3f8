/** What people do once the trouble is over: they end incidents, approve what waits, and retry what could not be taken back. */
import type { World } from './world.ts'

const why = 'the trouble is over'

interface Named {
  readonly id: string
  readonly state: string
}

export async function lendAHand(world: World): Promise<void> {
  for (const { id } of await listed(world, 'incident.list')) {
    await world.command('incident.resolve', { incidentId: id, why })
    await world.command('incident.close', { incidentId: id, why })
  }
  for (const { id, state } of await listed(world, 'release.list')) {
    if (state === 'rollback-failed') await world.command('rollback.retry', { releaseId: id, why })
    if (state === 'awaiting-approval' || state === 'held')
      await world.command('release.approve', { releaseId: id, why })
  }
}

async function listed(world: World, name: string): Promise<readonly Named[]> {
  const { status, body } = await world.command<{ items?: readonly Named[] }>(name)
  return status === 200 ? (body.items ?? []) : []
}
