/**
 * The controller as a process of its own:
 * `FLEET_TOKEN=… node controller-process.ts --service checkout --hosts 8 --locations rack-a,rack-b --port 8790`
 * Prints `{"url":…}` once it listens, and ends its hosts with itself.
 */
import { parseArgs } from 'node:util'
import { FleetController } from './controller.ts'
import { firstHosts } from './first-hosts.ts'
import { fleetVersion } from './start.ts'

const text = { type: 'string' } as const
const { values: flags } = parseArgs({
  options: {
    service: { ...text, default: 'checkout' },
    version: { ...text, default: 'v1' },
    hosts: { ...text, default: '8' },
    locations: { ...text, default: 'local-a,local-b' },
    port: { ...text, default: '0' },
    record: { ...text, default: 'hosts.json' },
  },
})
const token = process.env.FLEET_TOKEN
if (!token) throw new Error('FLEET_TOKEN is not set')
// Hosts inherit the environment; the token is not theirs.
delete process.env.FLEET_TOKEN
const first = firstHosts(fleetVersion(flags.version), Number(flags.hosts), flags.locations.split(','))
const controller = await FleetController.start({
  token,
  path: flags.record,
  port: Number(flags.port),
  services: { [flags.service]: first },
})
process.stdout.write(`${JSON.stringify({ url: controller.url })}\n`)
const stop = async (): Promise<void> => {
  await controller.stop()
  process.exit(0)
}
process.once('SIGTERM', () => void stop())
process.once('SIGINT', () => void stop())
