/** A fleet that begins: so many hosts of one version, spread over the locations in turn. */
import type { HostsRecord, HostVersion } from './hosts.ts'

export const firstHosts = (version: HostVersion, count: number, locations: readonly string[]): HostsRecord => ({
  stableVersion: version.version,
  versions: [version],
  hosts: Array.from({ length: count }, (_, index) => {
    const location = locations[index % locations.length] ?? 'local'
    return { id: `${location}-${Math.floor(index / locations.length) + 1}`, location, version: version.version }
  }),
})
