/** `houston demo`: one good and one bad release, from push to production or back, on this machine. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { formatDuration } from '@houston/core/duration.ts'
import type { DomainEvent } from '@houston/core/event.ts'
import type { ReleaseItem, ReleaseView } from '@houston/core/release'
import type { Command } from 'commander'
import { consoleAddress } from '../client.ts'
import { startAlarms } from '../demo/alarm.ts'
import { DemoIncident, type IncidentSummary, incidentShortfalls } from '../demo/incident.ts'
import { build, type PushedBuild, push, pushedBuild } from '../demo/push.ts'
import { type ReleaseSummary, shortfalls, summarise } from '../demo/summary.ts'
import { startWorld, usualErrorRate, type World } from '../demo/world.ts'
import { CommandFailure, exitStatus } from '../exit.ts'
import { paint, print, table } from '../output.ts'
import { follow } from '../view/follow.ts'
import { figuresTable } from '../view/incident.ts'
import { untilStopped } from './up.ts'

interface Flags {
  readonly json?: string
  readonly directory: string
  readonly keep?: boolean
  readonly port: string
  readonly speed: string
  readonly rate: string
}

const healthy = pushedBuild({ service: 'search', title: 'Rank by relevance', errorRate: usualErrorRate })
const bad = pushedBuild({ service: 'checkout', title: 'Round prices differently', errorRate: 10 * usualErrorRate })
const releasePatienceMs = 20_000
/** Far longer than it takes: a demo that fails should say so, not hang. */
const incidentPatienceMs = 180_000

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description(
      'watch a healthy build go to production, a bad one be taken back, and its alarms become one incident: real processes, real load, a fast clock',
    )
    .option('--json <file>', 'write the measured summary to a file')
    .option('--directory <path>', 'where everything is kept, in demo/', '.houston')
    .option('--keep', 'leave everything running until Ctrl-C')
    .option('--port <number>', 'the port of webhooks and commands; 0 for any', '0')
    .option('--speed <factor>', 'how many times faster than real time the clock runs', '60')
    .option('--rate <per second>', 'requests per second to each service', '600')
    .addHelpText(
      'after',
      '\nExamples:\n  npm run demo\n  npm run demo -- --json summary.json\n  npm run demo -- --keep',
    )
    .action(async (flags: Flags) => {
      const directory = join(flags.directory, 'demo')
      const progress = (what: string) => print(paint('dim', `${what} …`))
      const world = await startWorld({
        directory,
        port: Number(flags.port),
        speed: Number(flags.speed),
        ratePerSec: Number(flags.rate),
        progress,
      })
      try {
        await play(world, flags)
        if (flags.keep === true) await keep(world)
      } finally {
        await world.stop()
      }
    })
}

async function play(world: World, flags: Flags): Promise<void> {
  print(`${paint('bold', 'console')}  ${paint('cyan', consoleAddress(world.client.address))}`)
  const startedAtMs = Date.now()
  const speed = Number(flags.speed)
  for (const pushed of [healthy, bad]) {
    print(
      `${paint('bold', 'push')}  acme/${pushed.service} ${pushed.version}  “${pushed.title}”, errors ${pushed.errorRate * 100} %`,
    )
    await push(world, pushed)
    await build(world, pushed)
  }
  const ids = await Promise.all([healthy, bad].map((pushed) => releaseOf(world, pushed)))
  const alarms = startAlarms(world, [healthy, bad])
  const incident = new DemoIncident(world, { service: bad.service, directory: join(flags.directory, 'demo') })
  const untilMs = Date.now() + incidentPatienceMs
  const answered = incident.respond(untilMs)
  const header = (nowMs: number) => [
    '',
    paint(
      'dim',
      `clock ${new Date(nowMs).toISOString().slice(0, 19)}Z, ${speed} × real time · ${formatDuration(Date.now() - startedAtMs)} · ${world.rate()} requests/s`,
    ),
    paint('yellow', incident.line),
  ]
  const [views] = await Promise.all([follow(world.client, ids, { header }), answered])
  await incident.settled(untilMs)
  await alarms.stop()
  await conclude(world, views, await incident.summarise(), { speed, startedAtMs, file: flags.json })
}

/** The release starts by itself once the build is known; this waits for it to show. */
async function releaseOf({ client }: World, { service, version }: PushedBuild): Promise<string> {
  for (const deadlineMs = Date.now() + releasePatienceMs; Date.now() < deadlineMs; await sleep(100)) {
    const { items } = await client.command<{ items: ReleaseItem[] }>('release.list', { service })
    const found = items.find((release) => release.version === version)
    if (found !== undefined) return found.id
  }
  throw new CommandFailure(
    exitStatus.failed,
    `No release of ${service} ${version} started within ${releasePatienceMs / 1000} s; \`houston dlq\` may say why.`,
  )
}

interface Ending {
  readonly speed: number
  readonly startedAtMs: number
  readonly file: string | undefined
}

async function conclude(
  world: World,
  views: readonly ReleaseView[],
  incident: IncidentSummary | undefined,
  { speed, startedAtMs, file }: Ending,
): Promise<void> {
  const counts = await world.fleet.counts()
  const summaries = await Promise.all(
    views.map(async (view) => {
      const { id: releaseId, service, version } = view.release
      const { items: timeline } = await world.client.command<{ items: DomainEvent[] }>('release.timeline', {
        releaseId,
      })
      return summarise({ view, timeline, speed, badRequestsServed: counts[service]?.[version]?.error ?? 0 })
    }),
  )
  const [good, rolledBack] = summaries
  if (good === undefined || rolledBack === undefined)
    throw new CommandFailure(exitStatus.failed, 'A release is missing.')
  const [healthyTraffic, badTraffic] = await Promise.all([
    world.fleet.state(healthy.service),
    world.fleet.state(bad.service),
  ])
  const traffic = { healthy: healthyTraffic, bad: badTraffic }
  const problems = [...shortfalls(good, rolledBack, traffic), ...incidentShortfalls(incident)]
  const tookMs = Date.now() - startedAtMs
  if (file !== undefined)
    writeFileSync(
      file,
      `${JSON.stringify({ ok: problems.length === 0, problems, speed, tookMs, releases: summaries, incident }, null, 2)}\n`,
    )
  print(summaryText(summaries, tookMs))
  if (incident !== undefined) print(incidentSummary(incident))
  if (problems.length > 0)
    throw new CommandFailure(exitStatus.failed, `Not as it should be:\n- ${problems.join('\n- ')}`)
  print(paint('green', 'The healthy build takes all traffic; the bad one was taken back, and its incident is over.'))
}

function summaryText(summaries: readonly ReleaseSummary[], tookMs: number): string {
  const rows = summaries.map(({ service, version, outcome, waves, onsetToZeroWeightMs, badRequestsServed }) => [
    service,
    version,
    outcome,
    waves.map(({ weightPercent, outcome: how }) => `${weightPercent} % ${how}`).join(', '),
    onsetToZeroWeightMs === null ? '–' : `${(onsetToZeroWeightMs / 1000).toFixed(1)} s`,
    String(badRequestsServed),
  ])
  const header = ['service', 'version', 'outcome', 'waves', 'onset to zero weight', 'bad requests served']
  return [
    '',
    table(header, rows),
    ...summaries.map(({ service, reason }) => `${service}: ${reason}`),
    `Took ${(tookMs / 1000).toFixed(0)} s.`,
    '',
  ].join('\n')
}

function incidentSummary({
  id,
  severity,
  state,
  paged,
  commander,
  timeline,
  figures,
  review,
}: IncidentSummary): string {
  return [
    `incident ${id} ${severity} ${state}: paged ${paged.join(', then ')}; commander ${commander}`,
    figuresTable(figures),
    `timeline: ${timeline}`,
    `review: ${review}`,
    '',
  ].join('\n')
}

async function keep(world: World): Promise<void> {
  print(
    `Everything is left running. Console: ${consoleAddress(world.client.address)}\nHouston: ${world.client.address.url}, the fleet's router: ${world.fleet.routerUrl}`,
  )
  print('Ctrl-C ends it.')
  await untilStopped({ ended: world.runtime.ended, stop: async () => undefined })
}
