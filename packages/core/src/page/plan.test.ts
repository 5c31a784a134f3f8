import { describe, expect, it } from 'vitest'
import { minuteMs } from '../clock.ts'
import { undescribed } from '../person/index.ts'
import { pageLimits } from './limits.ts'
import { ada, firstStep, pageStartMs, pageSubject, pagesToAda } from './page-fixture.ts'
import { planForAddress, planForPerson, planTelling } from './plan.ts'

describe('a step', () => {
  it('makes a page for each notice, due after its delay', () => {
    expect(pagesToAda().map(({ channel, address, dueAtMs }) => [channel, address, dueAtMs - pageStartMs])).toEqual([
      ['slack', 'U012AB3CD', 0],
      ['sms', '+353871234567', 5 * minuteMs],
    ])
  })

  it('makes the same pages again, and others in another step or round', () => {
    const ids = (facts: object) => pagesToAda({}, facts).map(({ id }) => id)
    expect(ids({})).toEqual(ids({}))
    const all = [...ids({}), ...ids({ step: 1 }), ...ids({ round: 1 })]
    expect(new Set(all).size).toBe(6)
    expect(pagesToAda()[0]?.key).toBe('inc_1/r0/s0/ada/slack/0/trigger')
  })

  it('uses every contact at once where there are no notices for the severity', () => {
    const person = { ...ada, notify: [{ contact: 'chat', after: 0, severities: ['SEV4' as const] }] }
    const pages = planForPerson(pageSubject, person, firstStep, pageStartMs)
    expect(pages.map(({ channel, dueAtMs }) => [channel, dueAtMs])).toEqual([
      ['slack', pageStartMs],
      ['sms', pageStartMs],
    ])
  })

  it('waits for no delay where it is urgent, and shortens what is too long', () => {
    expect(pagesToAda({}, { isUrgent: true }).map(({ dueAtMs }) => dueAtMs)).toEqual([pageStartMs, pageStartMs])
    const long = planForAddress(
      { ...pageSubject, title: 'x'.repeat(1_000) },
      { channel: 'webhook', address: 'https://example.com/hook' },
      firstStep,
      pageStartMs,
    )
    expect(long.title).toHaveLength(pageLimits.titleLetters.value)
    expect(long.title.endsWith('…')).toBe(true)
  })

  it('pages who was never described on the terminal', () => {
    const [page, ...more] = planForPerson(pageSubject, undescribed('bob'), firstStep, pageStartMs)
    expect([page?.channel, page?.address, more.length]).toEqual(['terminal', 'bob', 0])
  })
})

describe('telling', () => {
  const sent = pagesToAda({ state: 'sent', receipt: 'C1:17.5' })
  const tell = (action: 'acknowledge' | 'resolve' | 'note', more: object = {}) =>
    planTelling(pageSubject, sent, { ...firstStep, action, part: 'answer-1', ...more }, pageStartMs)

  it('goes to the channels that follow, in the thread of the first page, once for each address', () => {
    const twice = [...sent, ...pagesToAda({ state: 'sent' }, { step: 1 })]
    const told = planTelling(pageSubject, twice, { ...firstStep, action: 'resolve', part: 'end' }, pageStartMs)
    expect(told.map(({ channel, receipt, action }) => [channel, receipt, action])).toEqual([
      ['slack', 'C1:17.5', 'resolve'],
    ])
  })

  it('goes to nobody whose page never left, and not back to where it came from', () => {
    const planned = pagesToAda()
    expect(planTelling(pageSubject, planned, { ...firstStep, action: 'resolve', part: 'end' }, pageStartMs)).toEqual([])
    expect(tell('acknowledge', { except: 'slack' })).toEqual([])
    expect(tell('note')).toHaveLength(1)
  })
})
