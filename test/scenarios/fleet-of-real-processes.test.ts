/** A release goes over real processes of this machine, host by host, past some that are killed meanwhile; none is left at the end. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { exportedLocation } from '@houston/core/artifact'
import type { Fleet } from '@houston/core/fleet'
import type { ReleaseItem } from '@houston/core/release'
import { FleetController } from '@houston/local/fleet/controller.ts'
import { firstHosts } from '@houston/local/fleet/first-hosts.ts'
import { fleetVersion } from '@houston/local/fleet/start.ts'
import { expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import { pipelineInput } from '../harness/pipeline.ts'
import { buildDetail, commitOf } from '../harness/push.ts'
import { completion, scenario, takenBack, underWay } from '../harness/scenario.ts'

const hostCount = 8
const waves = [
  { name: 'one-box', weightPercent: 12.5, soak: '30s' },
  { name: 'production', weightPercent: 100, soak: '30s' },
]

interface World {
  readonly houston: Houston
  readonly controller: FleetController
  /** The most hosts that were ever seen out at once, of all and of one location. */
  readonly most: { out: number; outInLocation: number }
}

const hostsOf = ({ controller }: World) => controller.fleet('checkout').state().hosts
const isAlive = (pid: number | undefined): boolean => {
  try {
    return pid !== undefined && process.kill(pid, 0)
  } catch {
    return false
  }
}

function watch(world: World): void {
  const out = hostsOf(world).filter(({ healthy }) => !healthy)
  world.most.out = Math.max(world.most.out, out.length)
  for (const { location } of out) {
    const there = out.filter((host) => host.location === location).length
    world.most.outInLocation = Math.max(world.most.outInLocation, there)
  }
}

/** Processes take their own time while Houston's clock stands still: it moves on once they are at rest, however long that takes. */
async function atRest(world: World): Promise<void> {
  const deadline = performance.now() + 60_000
  while (hostsOf(world).some(({ healthy }) => !healthy)) {
    watch(world)
    if (performance.now() > deadline) throw new Error('the hosts do not come to rest')
    await pause(20)
  }
}

/** Real requests, so that the judge has something to go by. */
async function load({ controller }: World, requests = 120): Promise<void> {
  const one = async () => {
    for (let count = 0; count < requests / 8; count++) await fetch(`${controller.url}/checkout/`).catch(() => undefined)
  }
  await Promise.all(Array.from({ length: 8 }, one))
}

async function until(world: World, releaseId: string, states: readonly ReleaseItem['state'][], steps = 200) {
  for (let step = 0; step < steps; step++) {
    await atRest(world)
    const state = await world.houston.state(releaseId)
    if (states.includes(state)) return
    await load(world)
    await world.houston.fastForward('5s')
    watch(world)
  }
  throw new Error(`the release is ${await world.houston.state(releaseId)}, not ${states.join(' or ')}`)
}

async function overProcesses(houston: Houston, story: (world: World) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'houston-hosts-'))
  const controller = await FleetController.start({
    token: houston.runtime.secrets.routerToken,
    path: join(directory, 'hosts.json'),
    services: { checkout: firstHosts(fleetVersion('v1', { latencyMs: 0 }), hostCount, ['rack-a', 'rack-b']) },
  })
  const world = { houston, controller, most: { out: 0, outInLocation: 0 } }
  const seen = new Set<number>()
  try {
    await atRest(world)
    world.most.out = 0
    world.most.outInLocation = 0
    await houston.declare()
    const pipeline = pipelineInput(controller.url, { waves: waves as never })
    await houston.accepted('pipeline.record', { ...pipeline, target: { driver: 'fleet', address: controller.url } })
    await story(world)
    houston.logs.allow(/task failed .*(traffic.not-ready|rollback.weight-not-zero|traffic.drifted)/)
    // How much evidence a wave has is not this story's point.
    houston.allowEvents(...underWay, 'release.wave-undecided')
  } finally {
    for (const { pid } of hostsOf(world)) if (pid !== undefined) seen.add(pid)
    await controller.stop()
    rmSync(directory, { recursive: true, force: true })
  }
  expect([...seen].filter(isAlive)).toEqual([])
}

/** A build that says how its version behaves. */
async function release(houston: Houston, behaviour: Parameters<typeof fleetVersion>[1]) {
  const commit = commitOf('checkout', 'A change')
  await houston.push(commit)
  const { location, digest } = fleetVersion(commit.version, behaviour)
  const detail = buildDetail(commit)
  const information = {
    ...detail['additional-information'],
    artifact: { ...detail['additional-information'].artifact, sha256sum: digest.replace('sha256:', '') },
    'exported-environment-variables': [{ name: exportedLocation, value: location, type: 'PLAINTEXT' }],
  }
  const described = { ...detail, 'additional-information': information }
  await houston.putEvent('aws.codebuild', 'CodeBuild Build State Change', described)
  const { id: releaseId } = await houston.releaseOf('checkout', commit.version)
  return { releaseId, version: commit.version }
}

scenario('a healthy release replaces every process in turn, and waits for one that was killed', (houston) =>
  overProcesses(houston, async (world) => {
    const before = hostsOf(world).map(({ pid }) => pid)
    const { releaseId, version } = await release(houston, { latencyMs: 0 })
    await until(world, releaseId, ['soaking'])
    const view = await houston.accepted<Fleet.FleetView>('fleet.status', { releaseId })
    expect(view.counts).toMatchObject({ targets: hostCount, done: 1, healthy: hostCount })
    const victim = hostsOf(world).find((host) => host.version === 'v1')
    process.kill(victim?.pid ?? 0, 'SIGKILL')
    await until(world, releaseId, ['completed'])
    expect(hostsOf(world).every((host) => host.version === version && host.healthy)).toBe(true)
    expect(before.filter(isAlive)).toEqual([])
    // A third of eight, rounded down; of each rack of four one at a time, beside the one that was killed.
    expect(world.most.out).toBeLessThanOrEqual(2)
    expect(world.most.outInLocation).toBeLessThanOrEqual(2)
    houston.allowEvents(...completion)
    houston.expectEvents({ 'release.completed': 1 })
  }),
)

scenario('a bad release is taken off the one process that has it, and no other is touched', (houston) =>
  overProcesses(houston, async (world) => {
    const before = hostsOf(world).map(({ pid }) => pid)
    const { releaseId } = await release(houston, { latencyMs: 0, errorRate: 0.5 })
    await until(world, releaseId, ['rolled-back'])
    expect(hostsOf(world).every((host) => host.version === 'v1' && host.healthy)).toBe(true)
    expect(before.filter(isAlive)).toHaveLength(hostCount - 1)
    expect(world.most.out).toBe(1)
    houston.allowEvents(...takenBack)
    houston.expectEvents({ 'rollback.completed': 1 })
  }),
)
