/** A Houston in the middle of a working day, for the console: services that need each other, releases that move and that were taken back, a storm, an incident, people on call. */
import { sendAlerts } from './alert.ts'
import { Houston } from './houston.ts'
import { fourWaves, pipelineInput } from './pipeline.ts'
import { commitOf } from './push.ts'

export interface ConsoleWorld {
  readonly houston: Houston
  /** Was taken back. */
  readonly takenBack: string
  /** Soaks in its first wave. */
  readonly moving: string
  /** Waits for a person before its second wave. */
  readonly waiting: string
}

const services = [
  {
    name: 'storefront',
    owner: 'shop',
    tier: 1,
    description: 'What customers see first',
    dependsOn: ['checkout', 'search', 'recommend'],
  },
  {
    name: 'checkout',
    owner: 'payments',
    tier: 1,
    description: 'Takes the money',
    dependsOn: ['ledger', 'inventory'],
    customers: 40_000,
    revenuePerHourUsd: 90_000,
    timeZone: 'Europe/Dublin',
  },
  { name: 'search', owner: 'discovery', tier: 2, description: 'Finds what is asked for', dependsOn: ['catalogue'] },
  {
    name: 'recommend',
    owner: 'discovery',
    tier: 3,
    description: 'Finds what is not asked for',
    dependsOn: ['catalogue'],
  },
  { name: 'ledger', owner: 'payments', tier: 1, description: 'Every booking, once', dependsOn: [] },
  { name: 'inventory', owner: 'stock', tier: 2, description: 'What is there to be sold', dependsOn: ['catalogue'] },
  { name: 'catalogue', owner: 'stock', tier: 2, description: 'What is sold', dependsOn: [] },
]

async function declareSchedules(houston: Houston): Promise<void> {
  const weekly = (participants: string[]) => ({
    timeZone: 'Europe/Dublin',
    start: '2026-02-23T09:00',
    type: 'weekly',
    participants,
  })
  for (const [name, primary, secondary] of [
    ['payments', ['ada', 'grace', 'margaret'], ['radia', 'edsger']],
    ['discovery', ['barbara', 'edsger'], ['grace']],
  ] as const) {
    await houston.accepted('oncall.record-schedule', {
      name,
      description: `Answers for ${name}`,
      timeZone: 'Europe/Dublin',
      roles: {
        primary: { layers: [{ name: 'weeks', rotation: weekly([...primary]) }] },
        secondary: { layers: [{ name: 'second-weeks', rotation: weekly([...secondary]) }] },
      },
    })
  }
  const day = 86_400_000
  await houston.accepted('oncall.add-override', {
    schedule: 'payments',
    role: 'primary',
    kind: 'replace',
    person: 'barbara',
    fromMs: houston.nowMs + 2 * day,
    untilMs: houston.nowMs + 3 * day,
    why: 'a wedding',
  })
}

async function declareServices(houston: Houston): Promise<void> {
  for (const service of services) await houston.accepted('service.record', service)
  for (const name of ['checkout', 'search', 'inventory']) {
    houston.router.addService(name)
    houston.router.behave(name, 'v1', { errorRate: 0.01 })
  }
  await houston.accepted('pipeline.record', pipelineInput(houston.router.url, { service: 'checkout' }))
  await houston.accepted('pipeline.record', pipelineInput(houston.router.url, { service: 'search' }))
  const [alpha, ...rest] = fourWaves
  const waves = [alpha, ...rest.map((wave) => ({ ...wave, approval: wave.name === 'beta' }))]
  await houston.accepted('pipeline.record', pipelineInput(houston.router.url, { service: 'inventory', waves }))
}

interface Pushed {
  readonly service: string
  readonly title: string
  readonly errorRate: number
  readonly files?: readonly { readonly path: string; readonly lines: number }[]
}

async function release(houston: Houston, { service, title, errorRate, files }: Pushed): Promise<string> {
  const commit = commitOf(service, title)
  await houston.push(commit)
  if (files !== undefined)
    await houston.accepted('pipeline.describe-change', { pipeline: service, commit: commit.commit, files })
  await houston.build(commit)
  const { version } = commit
  const { id: releaseId } = await houston.releaseOf(service, version)
  houston.router.behave(service, version, { errorRate })
  return releaseId
}

/** Prices are rounded where they are charged; nobody wrote a test. */
const rounding = [
  { path: 'src/price/round.ts', lines: 115 },
  { path: 'src/basket/total.ts', lines: 41 },
  { path: 'config/currency.yaml', lines: 6 },
]

export async function startConsoleWorld(): Promise<ConsoleWorld> {
  const houston = await Houston.start()
  await declareServices(houston)
  await declareSchedules(houston)
  await release(houston, { service: 'search', title: 'Rank by relevance', errorRate: 0.01 })
  const waiting = await release(houston, { service: 'inventory', title: 'Count by warehouse', errorRate: 0.01 })
  await houston.fastForward('25m')
  const takenBack = await release(houston, {
    service: 'checkout',
    title: 'Round prices',
    errorRate: 0.08,
    files: rounding,
  })
  await houston.fastForward('5m')
  await sendAlerts(
    houston,
    { name: 'LedgerDown', service: 'ledger', severity: 'critical', summary: 'No booking is taken' },
    { name: 'ErrorRateHigh', service: 'checkout', severity: 'critical', summary: 'Errors 12 % over 5 minutes' },
    { name: 'LatencyHigh', service: 'storefront', severity: 'warning', summary: 'p99 is 2.4 s' },
  )
  await houston.fastForward('3m')
  const moving = await release(houston, { service: 'search', title: 'Remember the last query', errorRate: 0.01 })
  await houston.fastForward('2m')
  return { houston, takenBack, moving, waiting }
}
