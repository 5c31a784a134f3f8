/** The silence itself is tested: a story that says nothing of what happened must fail. */
import type { DomainEvent } from '@houston/core/event.ts'
import { expect, test } from 'vitest'
import { LogBook } from './log-book.ts'
import { Silence } from './silence.ts'

const event = (type: string, sequence: number): DomainEvent => ({
  id: `evt_${sequence}`,
  type,
  version: 1,
  time: '2026-03-02T09:00:00.000Z',
  actor: 'system:test',
  correlationId: 'cor_1',
  aggregate: { noun: 'release', id: 'rel_1', sequence },
  data: {},
})
const letter = { id: 'bus-1', text: 'a-rule: Houston.Input broken', attempts: 1 }
const begun = event('release.begun', 1)
const none = { events: [], letters: [], timelines: new Map() }

test('an event that nobody named is a complaint, and so is one too many or too few', () => {
  const silence = new Silence()
  silence.allowEvents(['release.prepared'])
  const timelines = new Map([['rel_1', [begun]]])
  expect(silence.complaints({ ...none, events: [begun], timelines })).toEqual([
    'unexpected event on the bus: release.begun',
  ])
  silence.expectEvents({ 'release.begun': 2 })
  expect(silence.complaints({ ...none, events: [begun], timelines })).toEqual(['release.begun came 1 times, not 2'])
})

test('an event that was committed and not published is a complaint', () => {
  const silence = new Silence()
  silence.allowEvents(['release.begun'])
  const timelines = new Map([['rel_1', [begun, event('release.prepared', 2)]]])
  expect(silence.complaints({ ...none, events: [begun], timelines })).toEqual([
    'the bus brought 1 events of rel_1, its timeline has 2',
  ])
})

test('a dead letter that nobody named is a complaint, and so is one that was named and is not there', () => {
  const silence = new Silence()
  silence.expectDeadLetter(/never/)
  expect(silence.complaints({ ...none, letters: [letter] })).toEqual([
    'unexpected dead letter: a-rule: Houston.Input broken',
    'no dead letter like /never/',
  ])
})

test('a warning or an error that nobody named is a complaint; a line of information is not', () => {
  const book = new LogBook()
  book.log.info('all is well')
  book.log.warn('task failed', { error: new Error('no answer') })
  expect(book.complaints()).toEqual([
    'unexpected log line: warn: task failed {"error":{"code":"Error","message":"no answer"}}',
  ])
  book.expect(/no answer/)
  book.expect(/never logged/)
  expect(book.complaints()).toEqual(['no log line like /never logged/'])
})

test('a secret in a log line of any level is a complaint that does not repeat it', () => {
  const book = new LogBook()
  book.log.debug('called', { headers: { authorization: 'Bearer s3cr3t' } })
  book.log.info('fine')
  const leaks = book.leaks(['s3cr3t', 'other'])
  expect(leaks).toHaveLength(1)
  expect(leaks.join()).not.toContain('s3cr3t')
})
