/** What each function carries: small, and only what it needs at the start. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bundleLimits, carried, mayBeLarger } from '../../infra/bundling.ts'
import { topology } from '../../infra/topology.ts'
import { isRecorded, recorded } from './recorded.ts'

/** The port that each family of adapters stands behind. */
const portOf = {
  HOUSTON_CARRIES_TRAFFIC: 'traffic',
  HOUSTON_CARRIES_METRICS: 'metrics',
  HOUSTON_CARRIES_FLAGS: 'flags',
  HOUSTON_CARRIES_PROCEDURES: 'procedure',
  HOUSTON_CARRIES_HOSTS: 'hosts',
  HOUSTON_CARRIES_PAGERS: 'pager',
  HOUSTON_CARRIES_COURIERS: 'courier',
  HOUSTON_CARRIES_TRACKERS: 'tickets',
} as const

/** Code that stands in a bundle because it shares a file with what is used, and that its function has no way to. */
const neverCalled: Readonly<Record<string, readonly string[]>> = {
  WakeJudge: ['metrics'],
  TakeStep: ['pager'],
  AwaitAnswer: ['pager'],
  ReleaseCompleted: ['metrics'],
  WatchCommands: ['metrics'],
  ReviewCommands: ['metrics'],
  RemedyCommands: ['courier'],
  RunLever: ['flags', 'metrics'],
}

describe.runIf(isRecorded)('the bundles', () => {
  const { bundles } = isRecorded ? recorded('production') : { bundles: [] }

  it.each(bundles)('$handler stays under the limits', ({ handler, own, ownAtStart }) => {
    const limit = mayBeLarger[handler]?.limit
    expect(ownAtStart).toBeLessThanOrEqual(limit ?? bundleLimits.atStart)
    expect(own).toBeLessThanOrEqual(limit ?? bundleLimits.carried)
  })

  it.each(Object.entries(topology.functions))('%s has declared what it may call', (name, { handler, needs }) => {
    const file = bundles.find((bundle) => bundle.handler === handler)?.file ?? ''
    const text = readFileSync(file, 'utf8')
    const carries = carried(needs)
    const called = Object.entries(portOf)
      .filter(
        ([family, port]) => carries[family as keyof typeof portOf] === 'false' && text.includes(`.ports.${port}(`),
      )
      .map(([, port]) => port)
    expect(called.toSorted()).toEqual([...(neverCalled[name] ?? [])].toSorted())
  })

  it('are larger only where it is needed', () => {
    const large = bundles.filter(({ own }) => own > bundleLimits.carried).map(({ handler }) => handler)
    expect(large.toSorted()).toEqual(Object.keys(mayBeLarger).toSorted())
  })

  it.each([
    ['functions/tasks/start-wave.handler', 'alb-traffic', true],
    ['functions/tasks/send-pages.handler', 'email-pager', true],
    ['functions/tasks/send-pages.handler', 'alb-traffic', false],
    ['functions/streams/outbox.handler', 'email-pager', false],
  ])('%s carries %s: %s', (handler, adapter, isCarried) => {
    const folder = dirname(bundles.find((bundle) => bundle.handler === handler)?.file ?? '')
    expect(readdirSync(folder).some((name) => name.startsWith(`${adapter}-`))).toBe(isCarried)
  })

  it.each(bundles)(
    '$handler reads less at the start than it carries: drivers and clients are loaded when they are used',
    (bundle) => {
      expect(bundle.ownAtStart).toBeLessThan(bundle.own)
      expect(existsSync(bundle.file)).toBe(true)
    },
  )
})
