/** The rules of Lambda's event source mapping. */
import { expect, test } from 'vitest'
import { type DeliveryPolicy, decideDelivery } from './delivery.ts'
import { failed, returned } from './fixture.ts'

const five = ['1', '2', '3', '4', '5']
const plain: DeliveryPolicy = { reportBatchItemFailures: false, bisectOnError: false, maximumRetryAttempts: undefined }
const reporting: DeliveryPolicy = { ...plain, reportBatchItemFailures: true }
const report = (...identifiers: string[]) =>
  returned({ batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })) })

test('advances on success, and on every form of an empty report', () => {
  for (const answer of [null, {}, { batchItemFailures: [] }, { batchItemFailures: null }, 'text', []])
    expect(decideDelivery(five, 3, returned(answer), reporting)).toEqual({ kind: 'advance', reason: 'all-succeeded' })
})

test('ignores a report where reports are not asked for', () => {
  expect(decideDelivery(five, 0, report('3'), plain).kind).toBe('advance')
})

test('keeps what came before the first reported record, whatever the order of the report', () => {
  expect(decideDelivery(five, 4, report('5', '3'), reporting)).toEqual({
    kind: 'retry',
    reason: 'items-reported',
    succeededCount: 2,
    failures: 1,
    waitMs: 500,
  })
})

test('takes a report that it cannot read for a failure of the whole batch', () => {
  for (const answer of [
    report('9'),
    report(''),
    returned({ batchItemFailures: [{}] }),
    returned({ batchItemFailures: 'all' }),
    returned({ batchItemFailures: [null] }),
  ])
    expect(decideDelivery(five, 0, answer, reporting)).toMatchObject({ reason: 'report-unreadable', succeededCount: 0 })
})

test('waits twice as long after each failure, up to a minute', () => {
  const waits = [0, 1, 6, 7, 1_000].map((failures) => decideDelivery(five, failures, failed('no'), plain))
  expect(waits.map((decision) => 'waitMs' in decision && decision.waitMs)).toEqual([500, 1_000, 32_000, 60_000, 60_000])
})

test('puts the batch aside after exactly the allowed retries', () => {
  const policy = { ...plain, maximumRetryAttempts: 2 }
  expect(decideDelivery(five, 1, failed('no'), policy)).toMatchObject({ kind: 'retry', failures: 2 })
  expect(decideDelivery(five, 2, failed('no'), policy)).toEqual({
    kind: 'dead-letter',
    reason: 'function-failed',
    succeededCount: 0,
    failures: 3,
  })
  expect(decideDelivery(five, 0, failed('no'), { ...plain, maximumRetryAttempts: 0 }).kind).toBe('dead-letter')
})

test('halves a failed batch without using up a retry, and counts once a record stands alone', () => {
  const policy = { ...reporting, bisectOnError: true, maximumRetryAttempts: 0 }
  expect(decideDelivery(five, 0, failed('no'), policy)).toMatchObject({
    kind: 'bisect',
    nextCount: 3,
    succeededCount: 0,
  })
  expect(decideDelivery(five, 0, report('1'), policy)).toMatchObject({
    kind: 'bisect',
    nextCount: 3,
    succeededCount: 0,
  })
  expect(decideDelivery(five, 0, report('4'), policy)).toMatchObject({
    kind: 'bisect',
    nextCount: 2,
    succeededCount: 3,
  })
  expect(decideDelivery(['4'], 0, report('4'), policy)).toMatchObject({ kind: 'dead-letter', succeededCount: 0 })
})
