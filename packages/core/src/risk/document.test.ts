/** docs/risk.md says what the code says. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { wavePresetNames } from '../pipeline/preset.ts'
import { careTable, riskFactorNames, riskWeights } from './index.ts'

const page = readFileSync(new URL('../../../../docs/risk.md', import.meta.url), 'utf8')

describe('the page on risk', () => {
  it.each(riskFactorNames)('has the points of %s', (name) => {
    expect(page).toContain(`| \`${name}\` | ${riskWeights.points[name]} |`)
  })

  it('has the table of care', () => {
    const rows = [...page.matchAll(/^\| ([\d, ]+) \| ((?:fast|standard|careful|guarded).*) \|$/gm)]
    const shown = rows.flatMap(([, scores = '', cells = '']) => scores.split(', ').map(() => cells.split(' | ')))
    expect(shown).toEqual(careTable)
  })

  it('names every preset, some by their last part', () => {
    for (const name of wavePresetNames) {
      const short = name.replace(/^(canary|linear)-10-percent-(every-)?(\d+)-minutes$/, '-$3-')
      expect(page.includes(`\`${name}\``) || page.includes(`\`${short}`), name).toBe(true)
    }
  })
})
