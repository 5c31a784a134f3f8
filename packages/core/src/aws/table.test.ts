import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import type { TableItem, TableKey, TableWrite } from '../port/table.ts'
import { DynamoTable, tableRefused, tableUnreachable } from './table.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const put = (item: TableItem): TableWrite => ({
  subject: String(item.pk),
  item: { Put: { TableName: 'any', Item: item } },
})
const key = (name: string): TableKey => ({ pk: name, sk: 'a' })
const thrownBy = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error)
const named = (name: string, message = name) => Object.assign(new Error(message), { name })

describe('the table', () => {
  it('uses its own name, whatever name a request was built with', async () => {
    await table.store.transact([put({ ...key('one'), n: 1 })])
    await table.store.transact([put({ ...key('two') }), put({ ...key('three') })])
    expect(await table.store.get({ TableName: 'any', Key: key('one') })).toEqual({ ...key('one'), n: 1 })
    expect(await table.store.batchGet([key('two'), key('three')])).toEqual([key('two'), key('three')])
  })

  it('says of each write of a refused transaction whether it was at fault, with the item as it stood', async () => {
    await table.store.transact([put({ ...key('taken'), n: 7 })])
    const ifAbsent = (name: string): TableWrite => ({
      subject: name,
      item: {
        Put: {
          TableName: 'any',
          Item: key(name),
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
    })
    expect(await table.store.transact([ifAbsent('free'), ifAbsent('taken'), ifAbsent('free-too')])).toEqual({
      kind: 'refused',
      refusals: [
        undefined,
        { subject: 'taken', reason: 'condition', detail: expect.any(String), found: { ...key('taken'), n: 7 } },
        undefined,
      ],
    })
    expect(await table.store.get({ TableName: 'any', Key: key('free') })).toBeUndefined()
    expect(await table.store.transact([ifAbsent('taken')])).toMatchObject({
      kind: 'refused',
      refusals: [{ subject: 'taken', reason: 'condition', found: { n: 7 } }],
    })
  })

  it('writes nothing without asking anybody', async () => {
    const { store } = table.faulty({ throttle: 1 })
    expect(await store.transact([])).toEqual({ kind: 'written' })
  })

  it('tells contention from a condition that failed', async () => {
    const { store } = table.faulty({ conflict: 1 })
    expect(await store.transact([put(key('x')), put(key('y'))])).toMatchObject({
      kind: 'refused',
      refusals: [{ subject: 'x', reason: 'contention' }, undefined],
    })
  })

  it('asks again for keys that came back unprocessed', async () => {
    const names = Array.from({ length: 120 }, (_, index) => `many-${index}`)
    for (let start = 0; start < names.length; start += 100)
      await table.store.transact(names.slice(start, start + 100).map((name) => put(key(name))))
    const { store, counts } = table.faulty({ leaveUnprocessed: 0.6 })
    expect(await store.batchGet(names.map(key))).toEqual(names.map(key))
    expect(counts.leaveUnprocessed).toBeGreaterThan(0)
  })

  it('is unreachable, and so to be asked again, where it throttles to the end', async () => {
    const { store } = table.faulty({ throttle: 1 }, 1)
    for (const work of [
      () => store.get({ TableName: 'any', Key: key('x') }),
      () => store.batchGet([key('x')]),
      () =>
        store.query({
          TableName: 'any',
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': 'x' },
        }),
      () => store.transact([put(key('x'))]),
      () => store.transact([put(key('x')), put(key('y'))]),
    ]) {
      const error = await thrownBy(work())
      expect(tableUnreachable.is(error) && error.kind).toBe('retryable')
    }
  })
})

describe('a request that DynamoDB will never take', () => {
  const document = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }))
  const mocked = mockClient(document)
  const store = new DynamoTable(document, 'houston')

  it.each(['ValidationException', 'ResourceNotFoundException', 'AccessDeniedException'])(
    'is a bug: %s',
    async (name) => {
      mocked.on(GetCommand).rejects(named(name)).on(TransactWriteCommand).rejects(named(name))
      for (const work of [
        store.get({ TableName: 'any', Key: key('x') }),
        store.transact([put(key('x')), put(key('y'))]),
      ]) {
        const error = await thrownBy(work)
        expect(tableRefused.is(error) && error.kind).toBe('bug')
      }
    },
  )

  it('is not what an unknown failure is taken for', async () => {
    mocked.on(GetCommand).rejects(named('InternalServerError')).on(TransactWriteCommand).rejects(named('TimeoutError'))
    await expect(store.get({ TableName: 'any', Key: key('x') })).rejects.toSatisfy(tableUnreachable.is)
    await expect(store.transact([put(key('x')), put(key('y'))])).rejects.toSatisfy(tableUnreachable.is)
  })

  it('gives up on keys that stay unprocessed', async () => {
    mocked.reset()
    mocked.on(BatchGetCommand).callsFake(({ RequestItems }) => ({ UnprocessedKeys: RequestItems }))
    const error = await thrownBy(store.batchGet([key('x'), key('y')]))
    expect(tableUnreachable.is(error) && error.message).toContain('2 keys stayed unprocessed')
    expect(mocked.commandCalls(BatchGetCommand)).toHaveLength(8)
  })
})
