/** The target: what a traffic driver promises (port/traffic.ts), with changes that come into force later than they are accepted. */
import type { TrafficState } from '@houston/core/port/traffic.ts'
import { sameTraffic } from '@houston/core/port/traffic.ts'
import type { World } from './world.ts'

const bit = (version: string): number => 1 << Number(version.slice(1))
export const isReady = (world: World, version: string): boolean => (world.ready & bit(version)) !== 0

export function makeReady(world: World, version: string): void {
  world.ready |= bit(version)
}

const known = new Map<string, TrafficState>()

/** Equal states are one object. */
function traffic(stableVersion: string, canaryVersion?: string, canaryWeightPercent = 0): TrafficState {
  const key = `${stableVersion} ${canaryVersion} ${canaryWeightPercent}`
  const found = known.get(key)
  if (found !== undefined) return found
  const made =
    canaryVersion === undefined || canaryWeightPercent === 0
      ? { stableVersion, canaryWeightPercent: 0 }
      : { stableVersion, canaryVersion, canaryWeightPercent }
  known.set(key, made)
  return made
}

/** False where the driver refuses: the version is not ready, is the stable one, or another moved the traffic. */
export function shift(world: World, version: string, weightPercent: number, expected?: TrafficState): boolean {
  const { asked } = world
  if (!isReady(world, version) || asked.stableVersion === version) return false
  const current = asked.canaryVersion === version ? asked.canaryWeightPercent : 0
  if (current === weightPercent) return true
  const another = asked.canaryVersion !== undefined && asked.canaryVersion !== version
  if (another || (expected !== undefined && !sameTraffic(asked, expected))) return false
  world.asked = traffic(asked.stableVersion, version, weightPercent)
  return true
}

/** The former stable version is let go. */
export function promote(world: World, version: string): boolean {
  const { asked } = world
  if (asked.stableVersion === version) return true
  if (!isReady(world, version)) return false
  if (asked.canaryVersion !== undefined && asked.canaryVersion !== version) return false
  world.ready &= ~bit(asked.stableVersion)
  world.asked = traffic(version)
  return true
}

export function retire(world: World, version: string): void {
  const { asked } = world
  if (asked.stableVersion !== version && asked.canaryVersion !== version) world.ready &= ~bit(version)
}
