/** What each function carries: small, and only what it needs at the start. */
import { existsSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bundleLimits, mayBeLarger } from '../../infra/bundling.ts'
import { isRecorded, recorded } from './recorded.ts'

describe.runIf(isRecorded)('the bundles', () => {
  const { bundles } = isRecorded ? recorded('production') : { bundles: [] }

  it.each(bundles)('$handler stays under the limits', ({ handler, own, ownAtStart }) => {
    const limit = mayBeLarger[handler]?.limit
    expect(ownAtStart).toBeLessThanOrEqual(limit ?? bundleLimits.atStart)
    expect(own).toBeLessThanOrEqual(limit ?? bundleLimits.carried)
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
