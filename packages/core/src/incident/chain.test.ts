import { describe, expect, it } from 'vitest'
import { testContext } from '../../../../test/harness/context.ts'
import { incidentItem } from '../../../../test/harness/incident-item.ts'
import type { DomainEvent } from '../event.ts'
import { verifyChain } from './chain.ts'
import { appended, entry } from './change.ts'
import { incidentNoted } from './event.ts'

const said = (sentence: string) => entry(incidentNoted, { sentence, source: 'person' }, { kind: 'note', by: 'ann' })
const written = appended(testContext(), incidentItem(), ['one', 'two', 'three'].map(said))
const head = written.incident
const at = (index: number): DomainEvent => written.events[index] as DomainEvent

describe('the chain of a timeline', () => {
  it('is whole as it was written, also after a way through JSON', () => {
    const read = JSON.parse(JSON.stringify(written.events)) as DomainEvent[]
    expect(verifyChain(read, head)).toMatchObject({ kind: 'whole', events: 3 })
  })

  it('names the event whose sentence, time or actor was changed', () => {
    const forged = { ...at(1), data: { ...at(1).data, sentence: 'nothing happened' } }
    expect(verifyChain([at(0), forged, at(2)], head)).toMatchObject({ reason: 'changed', sequence: 2 })
    expect(verifyChain([at(0), { ...at(1), actor: 'person:bob' }, at(2)], head)).toMatchObject({ reason: 'changed' })
  })

  it('names the one that is lost, and the end that was cut off', () => {
    expect(verifyChain([at(0), at(2)], head)).toMatchObject({ reason: 'out-of-sequence', sequence: 3 })
    expect(verifyChain([at(0), at(1)], head)).toMatchObject({ reason: 'cut-short', sequence: 3 })
  })

  it('does not take an event whose own hash is right but whose predecessor is another', () => {
    const other = appended(testContext(), incidentItem(), [said('other'), said('two')]).events[1] as DomainEvent
    expect(verifyChain([at(0), other, at(2)], head)).toMatchObject({ reason: 'wrong-predecessor', sequence: 2 })
  })
})
