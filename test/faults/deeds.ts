/** Does what a history says, and remembers what Houston accepted: that is what it owes. */

import { alertmanagerBody } from '../harness/alert.ts'
import { pipelineInput, twoWaves } from '../harness/pipeline.ts'
import { buildDetail, type Commit, commitOf, pushRequest } from '../harness/push.ts'
import { type Deed, services, type Trouble } from './history.ts'
import { eventHeadersFor, putEventBody } from './put-event.ts'
import type { World } from './world.ts'

export const stepMs = 10_000

export interface Accepted {
  readonly pushes: Commit[]
  readonly builds: Commit[]
  /** Names and services of alerts that were taken. */
  readonly alerts: { readonly name: string; readonly service: string }[]
}

/** What is to be undone at a later step. */
export type Later = (step: number, work: () => Promise<void>) => void

export async function prepare(world: World): Promise<void> {
  for (const service of services) {
    world.router.addService(service)
    await owed(world, 'service.record', { name: service, owner: 'shop', tier: 2 })
    await owed(world, 'pipeline.record', pipelineInput(world.router.url, { service, waves: twoWaves }))
  }
  const layers = (person: string) => ({ layers: [{ name: 'always', person }] })
  await owed(world, 'oncall.record-schedule', {
    name: 'shop',
    timeZone: 'UTC',
    roles: {
      primary: layers('ada'),
      secondary: layers('grace'),
      manager: layers('margaret'),
      executive: layers('radia'),
    },
  })
}

/** The world is made while nothing is wrong but the table: asked again until it is done. */
async function owed(world: World, name: string, input: object): Promise<void> {
  for (let tries = 0; tries < 10; tries++) {
    const { status, body } = await world.command(name, input)
    if (status === 200) return
    if (status < 500 && status !== 0 && status !== 429) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`)
  }
  throw new Error(`${name} is not taken`)
}

export async function perform(world: World, deed: Deed, accepted: Accepted, step: number, later: Later): Promise<void> {
  switch (deed.kind) {
    case 'push':
      return push(world, deed, accepted)
    case 'push-again': {
      const last = accepted.pushes.at(-1)
      if (last !== undefined)
        await world.request('/webhooks/github', pushRequest(last, { secret: world.secrets.githubSecret }))
      return
    }
    case 'alert': {
      const startedMs = world.nowMs
      const { name, service } = deed
      if ((await alert(world, { name, service, startedMs })) === 202) accepted.alerts.push({ name, service })
      later(step + deed.forSteps, async () => {
        for (let tries = 0; tries < 5; tries++)
          if ((await alert(world, { name, service, startedMs, resolvedMs: world.nowMs })) === 202) return
      })
      return
    }
    case 'abort': {
      const { body } = await world.command<{ items?: { id: string }[] }>('release.list')
      const [first] = body.items ?? []
      if (first !== undefined)
        await world.command('release.abort', { releaseId: first.id, why: 'the campaign says so' })
      return
    }
    case 'acknowledge': {
      const { body } = await world.command<{ items?: { id: string }[] }>('escalation.list')
      for (const { id } of body.items ?? []) await world.command('escalation.acknowledge', { id })
      return
    }
    case 'declare':
      return void (await world.command('incident.declare', {
        service: deed.service,
        title: 'A customer says so',
        severity: 'SEV2',
      }))
    case 'freeze':
      await world.command('gate.freeze', {
        name: 'campaign',
        why: 'the campaign says so',
        untilMs: world.nowMs + deed.forSteps * stepMs,
      })
      return
    case 'override':
      return void (await world.command('oncall.add-override', {
        schedule: 'shop',
        role: 'primary',
        person: 'grace',
        fromMs: world.nowMs,
        untilMs: world.nowMs + 30 * stepMs,
        why: 'swap',
      }))
  }
}

async function push(world: World, deed: Deed & { kind: 'push' }, accepted: Accepted): Promise<void> {
  const commit = commitOf(deed.service, deed.title)
  if (deed.isBad) world.router.behave(deed.service, commit.version, { errorRate: 0.25 })
  const pushed = await world.request('/webhooks/github', pushRequest(commit, { secret: world.secrets.githubSecret }))
  if (pushed.status === 202) accepted.pushes.push(commit)
  const body = putEventBody('aws.codebuild', 'CodeBuild Build State Change', buildDetail(commit))
  const built = await world.request('/', { method: 'POST', headers: eventHeadersFor(world.secrets), body })
  if (built.status === 200 && (built.body as { FailedEntryCount?: number }).FailedEntryCount === 0)
    accepted.builds.push(commit)
}

async function alert(
  world: World,
  sent: { name: string; service: string; startedMs: number; resolvedMs?: number },
): Promise<number> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${world.secrets.alertToken}` }
  const body = alertmanagerBody([sent], world.nowMs)
  return (await world.request('/webhooks/alertmanager', { method: 'POST', headers, body })).status
}

/** Does what goes wrong within a step, and takes the step. */
export async function trouble(world: World, what: Trouble, step: number, later: Later): Promise<void> {
  switch (what.kind) {
    case 'kill':
      return world.killWithin(stepMs, what.afterMs)
    case 'kill-table':
      world.killTable()
      return world.advance(stepMs)
    case 'router':
      world.router.fault({ call: what.call, kind: what.how, times: what.times })
      return world.advance(stepMs)
    case 'jump':
      return world.advance(what.steps * stepMs)
    case 'metrics-gone':
      world.router.page = 'down'
      later(step + what.forSteps, async () => {
        world.router.page = 'none'
      })
      return world.advance(stepMs)
  }
}
