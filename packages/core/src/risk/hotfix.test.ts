import { expect, it } from 'vitest'
import { hourMs, minuteMs } from '../clock.ts'
import { expandWaves } from '../pipeline/index.ts'
import { hurried } from './hotfix.ts'

const standard = expandWaves('alpha-beta-gamma-production')

it('a hotfix keeps its waves and is watched in proportion, all together no longer than the lane allows', () => {
  const waves = hurried(standard, hourMs)
  expect(waves.map(({ name, weightPercent }) => [name, weightPercent])).toEqual(
    standard.map(({ name, weightPercent }) => [name, weightPercent]),
  )
  const total = waves.reduce((sum, { soak }) => sum + soak, 0)
  expect(total).toBeLessThanOrEqual(hourMs)
  expect(total).toBeGreaterThan(hourMs - 1_000)
  for (const [index, wave] of waves.entries()) expect(wave.soak).toBeLessThanOrEqual(standard[index]?.soak ?? 0)
})

it('a hotfix that is quick enough is watched as declared, to the boundary', () => {
  const quick = expandWaves('canary-10-percent-30-minutes')
  expect(hurried(quick, 30 * minuteMs)).toEqual(quick)
  expect(hurried(quick, 30 * minuteMs - 1)[0]?.soak).toBe(30 * minuteMs - 1)
})
