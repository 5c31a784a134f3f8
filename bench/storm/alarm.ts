/** How services complain: names and sentences of alarms, for what breaks in a service and for what it suffers from others. */
import type { Chance } from './chance.ts'

export interface Wording {
  readonly name: string
  readonly text: string
}

const inner: readonly Wording[] = [
  { name: 'CpuSaturated', text: 'cpu above 95 % for 1 minute' },
  { name: 'HeapExhausted', text: 'memory above 95 %, collector runs all the time' },
  { name: 'PodCrashLooping', text: 'container restarted 5 times in 10 minutes' },
  { name: 'DiskFull', text: 'disk 97 % used' },
  { name: 'PoolExhausted', text: 'no free connection in the pool' },
  { name: 'ErrorRateHigh', text: 'error rate 4.2 % above 1 %' },
  { name: 'HealthCheckFailing', text: 'health check failed on 3 targets' },
]

const suffered: readonly Wording[] = [
  { name: 'LatencyP99High', text: 'p99 latency 812 ms above 500 ms' },
  { name: 'ErrorRateHigh', text: 'error rate 2.1 % above 1 %' },
  { name: 'SloBurnFast', text: 'error budget burns 14 times too fast' },
  { name: 'AvailabilityLow', text: 'availability 98.7 % below 99 %' },
  { name: 'QueueGrowing', text: 'queue depth 12000 and rising' },
]

const stray: readonly Wording[] = [
  { name: 'LatencyP99High', text: 'p99 latency 540 ms above 500 ms' },
  { name: 'CpuHigh', text: 'cpu above 85 % for 5 minutes' },
  { name: 'ErrorRateHigh', text: 'error rate 1.1 % above 1 %' },
  { name: 'BatchLate', text: 'nightly batch is 20 minutes late' },
  { name: 'CertExpiresSoon', text: 'certificate expires in 20 days' },
  { name: 'QueueGrowing', text: 'queue depth 3000 and rising' },
]

export const innerWording = (chance: Chance): Wording => chance.pick(inner)
export const strayWording = (chance: Chance): Wording => chance.pick(stray)

export function sufferedWording(chance: Chance, callee: string | undefined): Wording {
  if (callee !== undefined && chance.hits(0.25))
    return { name: 'UpstreamErrors', text: `requests to ${callee} fail or time out` }
  return chance.pick(suffered)
}
