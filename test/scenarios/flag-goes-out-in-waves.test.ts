/** A flag goes out in waves while it does no harm, goes off where it does, and goes off with the release that it belongs to. */
import { mkdtempSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FlagItem } from '@houston/core/flag'
import { expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import { oneWave } from '../harness/pipeline.ts'
import { completion, scenario, takenBack, underWay } from '../harness/scenario.ts'

const shortWaves = [
  { name: 'alpha', audiences: ['internal'], percent: 10, soakMs: 600_000 },
  { name: 'production', audiences: ['internal'], percent: 50, soakMs: 600_000 },
  { name: 'everybody', audiences: ['internal'], percent: 100, soakMs: 600_000 },
]

/** An application that counts what it answers by whether the caller had the flag, on the stopped clock. */
async function application(houston: Houston, path: string, events: (variant: 'on' | 'off') => number) {
  const counts = { on: { requests: 0, events: 0 }, off: { requests: 0, events: 0 } }
  let atMs = houston.nowMs
  const server = createServer((_, response) => {
    const seconds = (houston.nowMs - atMs) / 1_000
    atMs = houston.nowMs
    const percent = percentIn(path)
    for (const [variant, share] of [
      ['on', percent],
      ['off', 100 - percent],
    ] as const) {
      const requests = Math.round(seconds * 1_000 * (share / 100))
      counts[variant].requests += requests
      counts[variant].events += Math.round(requests * events(variant))
    }
    const lines = (['on', 'off'] as const).flatMap((variant) => [
      `app_requests_total{flag="new-checkout:${variant}"} ${counts[variant].requests}`,
      `app_events_total{flag="new-checkout:${variant}"} ${counts[variant].events}`,
    ])
    const page = [
      '# TYPE app_requests counter',
      ...lines.filter((_, at) => at % 2 === 0),
      '# TYPE app_events counter',
      ...lines.filter((_, at) => at % 2 === 1),
      '# EOF',
    ]
    response
      .writeHead(200, { 'content-type': 'application/openmetrics-text; version=1.0.0' })
      .end(`${page.join('\n')}\n`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`
  return { url, stop: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}

function percentIn(path: string): number {
  try {
    return (JSON.parse(readFileSync(path, 'utf8'))['new-checkout'] as { percent: number }).percent
  } catch {
    return 0
  }
}

const metric = (id: string, harmIs: 'up' | 'down') => ({
  id,
  harmIs,
  ceiling: harmIs === 'up' ? 0.05 : undefined,
  source: {
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: the judge puts the variant in
    requests: 'app_requests_total{flag="${version}"}',
    events: 'app_events_total{flag="${version}"}',
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the judge puts the variant in
  },
})

async function withFlag(
  houston: Houston,
  events: (variant: 'on' | 'off') => number,
  more: Record<string, unknown>,
  story: (path: string) => Promise<void>,
) {
  const path = join(mkdtempSync(join(tmpdir(), 'houston-flags-')), 'checkout.flags.json')
  const app = await application(houston, path, events)
  try {
    await houston.declare({ waves: oneWave, rollback: { flags: ['new-checkout'] } })
    await houston.accepted('flag.record', {
      key: 'new-checkout',
      service: 'checkout',
      driver: 'file',
      address: `${pathToFileURL(path).href}#new-checkout`,
      waves: shortWaves,
      objective: 0.95,
      gate: { name: 'errors', metrics: [metric('errors', 'up')] },
      metrics: { source: 'openmetrics', address: app.url },
      ...more,
    })
    await story(path)
  } finally {
    await app.stop()
  }
}

const flagOf = (houston: Houston) => houston.accepted<FlagItem>('flag.get', { key: 'new-checkout' })
const exposeIt = (houston: Houston) => houston.accepted('flag.expose', { key: 'new-checkout', why: 'it is ready' })

scenario('a harmless flag goes out in its waves until everybody has it', (houston) =>
  withFlag(
    houston,
    () => 0.01,
    {},
    async (path) => {
      await houston.fastForward('30m')
      expect((await flagOf(houston)).state).toBe('dark')
      await exposeIt(houston)
      await houston.fastForward('5m')
      expect(percentIn(path)).toBe(10)
      await houston.fastForward('90m')
      expect(percentIn(path)).toBe(100)
      expect((await flagOf(houston)).state).toBe('on')
      houston.allowEvents('flag.moved')
      houston.expectEvents({ 'flag.declared': 1, 'flag.expose-requested': 1 })
    },
  ),
)

scenario('a flag that does harm goes off by itself, and stays off', (houston) =>
  withFlag(
    houston,
    (variant) => (variant === 'on' ? 0.2 : 0.01),
    {},
    async (path) => {
      await exposeIt(houston)
      await houston.fastForward('15m')
      expect(percentIn(path)).toBe(0)
      await houston.fastForward('1h')
      expect(percentIn(path)).toBe(0)
      expect((await flagOf(houston)).state).toBe('off')
      expect(houston.events('flag.moved').map(({ data }) => data.reason)).toContain('harm')
      houston.allowEvents('flag.moved', 'flag.declared', 'flag.expose-requested')
    },
  ),
)

scenario('a rollback turns the flags off that its pipeline names, after the traffic', (houston) =>
  withFlag(
    houston,
    () => 0.01,
    {},
    async (path) => {
      const { releaseId } = await houston.deliver()
      await houston.untilState(releaseId, ['completed'], '20m')
      await exposeIt(houston)
      await houston.fastForward('2m')
      expect(percentIn(path)).toBe(10)
      await houston.accepted('rollback.request', { releaseId, why: 'customers see errors' })
      await houston.untilState(releaseId, ['rolled-back'], '5m', '1s')
      expect(percentIn(path)).toBe(0)
      expect(houston.events('rollback.step-ended').map(({ data }) => [data.step, data.outcome])).toEqual([
        ['traffic', 'done'],
        ['flags', 'done'],
      ])
      houston.allowEvents(...underWay, ...completion, ...takenBack, 'rollback.requested')
      houston.allowEvents('flag.moved', 'flag.declared', 'flag.expose-requested')
      houston.expectEvents({ 'flag.off-requested': 1 })
    },
  ),
)

const experiment = { goal: metric('orders', 'down'), percent: 50, lasts: '2h' }
for (const { b, outcome, left } of [
  { b: 0.3, outcome: 'b-better', left: 50 },
  { b: 0.1, outcome: 'b-worse', left: 0 },
  { b: 0.2, outcome: 'no-difference', left: 0 },
])
  scenario(`an experiment whose B sells ${b * 100} % against 20 % ends as ${outcome}`, (houston) =>
    withFlag(
      houston,
      (variant) => (variant === 'on' ? b : 0.2),
      { experiment },
      async (path) => {
        await exposeIt(houston)
        await houston.fastForward('3h')
        expect((await flagOf(houston)).outcome).toBe(outcome)
        expect(percentIn(path)).toBe(left)
        houston.allowEvents('flag.moved', 'flag.declared', 'flag.expose-requested')
        houston.expectEvents({ 'flag.experiment-decided': 1 })
      },
    ),
  )
