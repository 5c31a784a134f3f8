/** `houston fleet`: the status of each host while a release goes over a fleet. */
import type { Fleet } from '@houston/core/fleet'
import type { Command } from 'commander'
import { table } from '../output.ts'
import { answer, clientOf, common } from './context.ts'

export function addFleet(program: Command): void {
  common(program.command('fleet <release>'))
    .description('the hosts that a release goes over: what each runs, where, and how it is')
    .addHelpText('after', '\nExample:\n  houston fleet rel_01…')
    .action(async (releaseId: string, _: unknown, command: Command) => {
      const view = await clientOf(command).command<Fleet.FleetView>('fleet.status', { releaseId })
      const { targets, underWay, healthy, done, failed } = view.counts
      const rows = view.hosts.map(({ id, location, zone, version, movingTo, phase, healthy: well }) => [
        id,
        location,
        zone,
        movingTo === undefined ? version : `${version} → ${movingTo}`,
        phase,
        well ? 'healthy' : 'not healthy',
      ])
      const title = `${done} of ${targets} hosts are done, ${underWay} under way, ${healthy} healthy, ${failed} failed.`
      answer(command, view, `${title}\n${table(['host', 'location', 'zone', 'version', 'phase', 'health'], rows)}`)
    })
}
