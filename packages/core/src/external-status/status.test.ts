import { describe, expect, it } from 'vitest'
import { type ExternalStatusItem, followed, readSummary } from './status.ts'

const summary = (indicator: string, components: Record<string, string> = {}, incidents: string[] = []) =>
  JSON.stringify({
    page: { id: 'x' },
    status: { indicator, description: `all is ${indicator}` },
    components: Object.entries(components).map(([name, status]) => ({ name, status })),
    incidents: incidents.map((name) => ({ name })),
  })
const whole: Pick<ExternalStatusItem, 'components' | 'opensAt'> = { components: [], opensAt: 'major' }

describe('a status page', () => {
  it.each([
    ['none', 'well'],
    ['minor', 'well'],
    ['major', 'bad'],
    ['critical', 'bad'],
  ] as const)('whose indicator is %s is %s where it opens at major', (indicator, kind) => {
    expect(readSummary(summary(indicator), whole)).toMatchObject({ kind, indicator })
  })

  it('is judged by the worst of the components that matter, whatever the others are', () => {
    const text = summary('critical', { Cards: 'operational', Mails: 'partial_outage', Maps: 'major_outage' }, [
      'Mails are late',
    ])
    expect(readSummary(text, { ...whole, components: ['Cards'] })).toMatchObject({ kind: 'well' })
    expect(readSummary(text, { ...whole, components: ['Cards', 'Mails'] })).toEqual({
      kind: 'bad',
      indicator: 'major',
      sentence: 'Mails: partial outage (Mails are late)',
    })
  })

  it.each([
    ['is no JSON', '<html>', whole],
    ['has another format', '{"status":"ok"}', whole],
    ['does not know the component', summary('none'), { ...whole, components: ['Cards'] }],
    [
      'says of the component what nobody knows',
      summary('none', { Cards: 'purple' }),
      { ...whole, components: ['Cards'] },
    ],
  ])('that %s is neither good nor bad', (_name, text, facts) => {
    expect(readSummary(text, facts)).toMatchObject({ kind: 'unknown' })
  })
})

describe('looks at it', () => {
  const item = { standing: 'well', seen: 'well', looks: 5, sentence: '' } as ExternalStatusItem
  const bad = { kind: 'bad', indicator: 'major', sentence: 'down' } as const
  const unknown = { kind: 'unknown', sentence: 'no answer' } as const
  const after = (...readings: Parameters<typeof followed>[1][]) =>
    readings.reduce((found, reading, index) => followed(found, reading, index), item)

  it('count from the second that agrees', () => {
    expect(after(bad).standing).toBe('well')
    expect(after(bad, bad)).toMatchObject({ standing: 'bad', badSinceMs: 1 })
    expect(after(bad, bad, bad)).toMatchObject({ standing: 'bad', badSinceMs: 1 })
  })

  it('that see nothing do not end what was bad', () => {
    expect(after(bad, bad, unknown, unknown, unknown)).toMatchObject({ standing: 'bad', badSinceMs: 1 })
    expect(after(unknown, unknown).standing).toBe('unknown')
  })
})
