/** What each function carries: small, and only what it needs at the start. */
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bundleLimits } from '../../infra/bundling.ts'
import { isRecorded, recorded } from './recorded.ts'

describe.runIf(isRecorded)('the bundles', () => {
  const { bundles } = isRecorded ? recorded('production') : { bundles: [] }

  it.each(bundles)('$handler stays under the limits', ({ own, ownAtStart }) => {
    expect(ownAtStart).toBeLessThanOrEqual(bundleLimits.atStart)
    expect(own).toBeLessThanOrEqual(bundleLimits.carried)
  })

  it.each(bundles)(
    '$handler reads less at the start than it carries: drivers and clients are loaded when they are used',
    (bundle) => {
      expect(bundle.ownAtStart).toBeLessThan(bundle.own)
      expect(existsSync(bundle.file)).toBe(true)
    },
  )
})
