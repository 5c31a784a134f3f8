import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { promotionIdAt, promotionItem, stageOf } from '../../../../test/harness/promotion-item.ts'
import { limits } from '../limits.ts'
import { newerPolicies } from '../pipeline/index.ts'
import { decideEntry, type Entrance } from './entrance.ts'

const place = (orderMs: number) => ({ promotionId: promotionIdAt(orderMs), orderMs })
const arriving = (orderMs: number, approvedBy: string[] = []) => promotionItem({ orderMs, approvedBy })
const production = (more: Parameters<typeof stageOf>[2] = {}) => stageOf('production', [['eu']], more)
const empty: Entrance = { line: [] }

describe('the entrance of a stage', () => {
  it('lets a version into a free stage and remembers how new it was', () => {
    expect(decideEntry(arriving(5), production(), empty)).toMatchObject({
      kind: 'enter',
      entrance: { inside: place(5), line: [], enteredOrderMs: 5, enteredBy: promotionIdAt(5) },
      displaced: [],
    })
  })

  it('lets no version in after a newer one, under any rule', () => {
    const entrance = { line: [], enteredOrderMs: 7, enteredBy: promotionIdAt(7) }
    for (const onNewer of newerPolicies)
      expect(decideEntry(arriving(5), production({ onNewer }), entrance)).toMatchObject({
        kind: 'overtaken',
        by: promotionIdAt(7),
      })
  })

  it('keeps one in line with coalesce: the newest takes the place of the others', () => {
    const taken = { inside: place(1), line: [place(2)] }
    expect(decideEntry(arriving(3), production(), taken)).toMatchObject({
      kind: 'queue',
      reason: { code: 'stage-taken' },
      entrance: { inside: place(1), line: [place(3)] },
      displaced: [promotionIdAt(2)],
    })
    expect(decideEntry(arriving(1.5), production(), { line: [place(2)] })).toMatchObject({ kind: 'overtaken' })
  })

  it('lets all of them in, the oldest first, with queue', () => {
    const queue = production({ onNewer: 'queue' })
    expect(decideEntry(arriving(3), queue, { line: [place(2)] })).toMatchObject({
      kind: 'queue',
      reason: { code: 'older-first' },
      entrance: { line: [place(2), place(3)] },
      displaced: [],
    })
    expect(decideEntry(arriving(2), queue, { line: [place(2), place(3)] })).toMatchObject({
      kind: 'enter',
      entrance: { inside: place(2), line: [place(3)] },
    })
  })

  it('keeps the order in which versions of one age came, however often each asks', () => {
    const queue = production({ onNewer: 'queue' })
    const [first, second] = [promotionItem({ orderMs: 5 }), { ...promotionItem({ orderMs: 5 }), id: promotionIdAt(6) }]
    const line = [first, second].map(({ id, orderMs }) => ({ promotionId: id, orderMs }))
    expect(decideEntry(first, queue, { line })).toMatchObject({ kind: 'enter', entrance: { line: line.slice(1) } })
    expect(decideEntry(second, queue, { line })).toMatchObject({ kind: 'queue', entrance: { line } })
  })

  it('holds no more in line than it may: the newest before it gives way', () => {
    const most = limits.promotionsInLine.value
    const line = Array.from({ length: most }, (_, index) => place(index + 1))
    const decided = decideEntry(arriving(100), production({ onNewer: 'queue' }), { inside: place(0), line })
    expect(decided).toMatchObject({ kind: 'queue', displaced: [promotionIdAt(most)] })
    expect('entrance' in decided && decided.entrance.line).toHaveLength(most)
  })

  it('makes room at once with replace: whoever is inside gives way', () => {
    const taken = { inside: place(1), line: [], enteredOrderMs: 1, enteredBy: promotionIdAt(1) }
    expect(decideEntry(arriving(3), production({ onNewer: 'replace' }), taken)).toMatchObject({
      kind: 'enter',
      entrance: { inside: place(3) },
      displaced: [promotionIdAt(1)],
    })
  })

  it('waits for as many people as the stage asks for, then goes in', () => {
    const stage = production({ approvals: 2 })
    expect(decideEntry(arriving(3, ['bea']), stage, empty)).toMatchObject({
      kind: 'ask',
      reason: { sentence: 'production waits for 1 more of 2 approvals.' },
      entrance: { line: [place(3)] },
    })
    expect(decideEntry(arriving(3, ['bea', 'cy']), stage, { line: [place(3)] }).kind).toBe('enter')
  })

  describe('for a hotfix', () => {
    const hotfix = { by: 'ann', why: 'customers cannot pay' }
    const hurried = (orderMs: number) => ({ ...arriving(orderMs), hotfix })
    const given = { isGiven: true, sentence: 'Approved by bea (read it).' }

    it('asks for one approval where the stage asks for more, and says what is missing', () => {
      const stage = production({ approvals: 2 })
      expect(
        decideEntry(hurried(3), stage, empty, { isGiven: false, sentence: '1 of 1 approvals are missing.' }),
      ).toMatchObject({
        kind: 'ask',
        reason: { code: 'hotfix-approval-missing', sentence: expect.stringContaining('1 of 1 approvals are missing.') },
      })
      expect(decideEntry(hurried(3), stage, empty)).toMatchObject({ kind: 'ask' })
      expect(decideEntry(hurried(3), stage, empty, given)).toMatchObject({
        kind: 'enter',
        reason: {
          code: 'entered-as-hotfix',
          sentence:
            'Version 1.4.2 goes into production as a hotfix, with one approval in place of 2. ann: customers cannot pay',
        },
      })
    })

    it('makes room of whoever is inside, unless that is a hotfix too', () => {
      const inside = place(1)
      for (const onNewer of newerPolicies) {
        const stage = production({ onNewer })
        expect(decideEntry(hurried(3), stage, { inside, line: [] })).toMatchObject({
          kind: 'enter',
          displaced: [promotionIdAt(1)],
        })
        if (onNewer !== 'replace')
          expect(decideEntry(hurried(3), stage, { inside: { ...inside, hotfix: true }, line: [] }).kind).toBe('queue')
      }
    })

    it('goes before the older ones in line, which give way, and behind an older hotfix', () => {
      const stage = production({ onNewer: 'queue' })
      expect(decideEntry(hurried(3), stage, { line: [place(1), place(2)] })).toMatchObject({
        kind: 'enter',
        displaced: [promotionIdAt(1), promotionIdAt(2)],
      })
      expect(decideEntry(hurried(3), stage, { line: [{ ...place(1), hotfix: true }] })).toMatchObject({
        kind: 'queue',
        reason: { code: 'older-first' },
      })
    })
  })

  it('is never passed by an older one after a newer, in whatever order they come', () => {
    const orders = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(orders, fc.constantFrom(...newerPolicies), (arrivals, onNewer) => {
        let entrance: Entrance = empty
        let newest = 0
        for (const orderMs of arrivals) {
          const decided = decideEntry(arriving(orderMs), production({ onNewer }), { ...entrance, inside: undefined })
          if (decided.kind === 'overtaken') continue
          entrance = decided.entrance
          if (decided.kind !== 'enter') continue
          expect(orderMs).toBeGreaterThanOrEqual(newest)
          newest = orderMs
        }
      }),
    )
  })
})
