import { describe, expect, it } from 'vitest'
import recorded from '../../../../test/fixtures/alertmanager/inhibition.json' with { type: 'json' }
import type { Labels, Matcher } from '../silence/index.ts'
import { type InhibitionRule, Inhibitor } from './inhibition.ts'

const matchers = (labels: Labels | undefined, operator: Matcher['operator']): Matcher[] =>
  Object.entries(labels ?? {}).map(([label, value]) => ({ label, operator, value }))

interface RecordedRule {
  readonly source?: Labels
  readonly source_re?: Labels
  readonly target?: Labels
  readonly target_re?: Labels
  readonly target_not?: Labels
  readonly equal: readonly string[]
}

const rule = (given: RecordedRule): InhibitionRule => ({
  name: 'rule',
  source: [...matchers(given.source, '='), ...matchers(given.source_re, '=~')],
  target: [...matchers(given.target, '='), ...matchers(given.target_re, '=~'), ...matchers(given.target_not, '!=')],
  equal: [...given.equal],
})

/** The recorded label sets have absent labels as undefined. */
const labelsOf = (given: object): Labels =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
const asRule = (given: unknown): RecordedRule => given as RecordedRule

describe('inhibition, against the recorded cases of Alertmanager', () => {
  it.each(recorded.has_equal)('$name', ({ sources, equal, input, result }) => {
    const inhibitor = new Inhibitor([{ name: 'r', source: [], target: [], equal: [...equal] }])
    // These cases test equal labels alone: what is source is no target.
    const tagged = new Inhibitor([rule({ source: { role: 'source' }, target: { role: 'target' }, equal })])
    for (const [place, source] of sources.entries())
      tagged.set(
        `s${place}`,
        { ...labelsOf(source.labels), role: 'source' },
        source.ends_in_s === null || source.ends_in_s > 0,
      )
    expect(tagged.inhibitedBy({ ...labelsOf(input), role: 'target' }).length > 0).toBe(result)
    expect(inhibitor.inhibitedBy(labelsOf(input))).toEqual([])
  })

  it.each(recorded.mutes.filter((suite) => suite.cases !== undefined))('$name', ({ rules, firing, cases }) => {
    const inhibitor = new Inhibitor(rules.map((given) => rule(asRule(given))))
    for (const [place, labels] of (firing ?? []).entries()) inhibitor.set(`s${place}`, labelsOf(labels), true)
    const found = (cases ?? []).map(([labels]) => inhibitor.inhibitedBy(labelsOf(labels as object)).length > 0)
    expect(found).toEqual((cases ?? []).map(([, muted]) => muted))
  })

  it.each(
    recorded.mutes.flatMap((suite) => (suite.sequences ?? []).map((sequence) => ({ rules: suite.rules, ...sequence }))),
  )('TestInhibit: after $alerts', ({ rules, alerts, muted }) => {
    const inhibitor = new Inhibitor(rules.map((given) => rule(asRule(given))))
    for (const alert of alerts) {
      if (typeof alert === 'string') inhibitor.set('source', {}, false)
      else inhibitor.set('s' in alert ? 'source' : 'target', labelsOf(alert), true)
    }
    for (const [labels, expected] of muted)
      expect(inhibitor.inhibitedBy(labelsOf(labels as object)).length > 0).toBe(expected)
  })
})

describe('inhibition', () => {
  it('holds while any of two sources fires, whichever resolves first', () => {
    const given = rule({ source_re: { alertname: 'A|B' }, target: { alertname: 'T' }, equal: ['cluster'] })
    for (const [first, second] of [
      ['A', 'B'],
      ['B', 'A'],
    ] as const) {
      const inhibitor = new Inhibitor([given])
      const muted = (): boolean => inhibitor.inhibitedBy({ alertname: 'T', cluster: 'x' }).length > 0
      for (const name of ['A', 'B']) inhibitor.set(name, { alertname: name, cluster: 'x' }, true)
      expect(muted()).toBe(true)
      inhibitor.set(first, { alertname: first, cluster: 'x' }, false)
      expect(muted()).toBe(true)
      inhibitor.set(second, { alertname: second, cluster: 'x' }, false)
      expect(muted()).toBe(false)
    }
  })

  it('lets what is source and target at once be silenced by a source only', () => {
    const given = rule({
      source_re: { severity: 'critical|warning' },
      target_re: { severity: 'warning|info' },
      equal: ['svc'],
    })
    const inhibitor = new Inhibitor([given])
    const warning = { severity: 'warning', svc: 'x' }
    inhibitor.set('W', warning, true)
    expect(inhibitor.inhibitedBy(warning)).toEqual([])
    inhibitor.set('C', { severity: 'critical', svc: 'x' }, true)
    expect(inhibitor.inhibitedBy(warning)).toEqual([{ rule: 'rule', source: 'C', equal: ['svc'] }])
  })

  it('is not confused by values that look like two', () => {
    const inhibitor = new Inhibitor([rule({ source: { s: '1' }, target: { t: '1' }, equal: ['a', 'b'] })])
    inhibitor.set('S', { s: '1', a: 'x","y', b: '' }, true)
    expect(inhibitor.inhibitedBy({ t: '1', a: 'x', b: 'y' })).toEqual([])
  })
})
