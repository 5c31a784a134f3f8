import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testContext, testStartMs } from '../../../../test/harness/context.ts'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import type { PageMessage, PageResult } from '../port/pager.ts'
import * as Service from '../service/operation.ts'
import * as Team from '../team/operation.ts'
import { changeNotTold, tellChange } from './change.ts'

let table: RealTable
const sent: PageMessage[] = []
let result: PageResult = { kind: 'sent' }
const context = () =>
  testContext({
    store: table.store,
    ports: {
      pager: () => ({
        send: async (message) => {
          sent.push(message)
          return result
        },
      }),
    },
  })
const change = (service: string, type = 'release.begun') =>
  tellChange(context(), { type, releaseId: 'rel_1', service, version: 'v2', atMs: testStartMs })

beforeAll(async () => {
  table = await startRealTable()
  await Service.record(context(), { name: 'checkout', owner: 'payments', tier: 1 })
  await Service.record(context(), { name: 'search', owner: 'discovery', tier: 1 })
  await Team.record(context(), { name: 'payments', tell: { changes: ['shop', 'platform'] } })
})
afterAll(() => table.stop())

describe('a change of a service', () => {
  it('is told to each routing key of its owner, in words of its kind', async () => {
    expect(await change('checkout')).toEqual({ told: 2 })
    expect(await change('checkout', 'rollback.completed')).toEqual({ told: 2 })
    expect(sent.map(({ action, address, title }) => [action, address, title])).toEqual([
      ['change', 'shop', 'release of v2 started'],
      ['change', 'platform', 'release of v2 started'],
      ['change', 'shop', 'v2 was taken back'],
      ['change', 'platform', 'v2 was taken back'],
    ])
  })

  it('is told to nobody where the owner names no key, or nobody owns the service', async () => {
    sent.splice(0)
    expect(await change('search')).toEqual({ told: 0 })
    expect(await change('unheard-of')).toEqual({ told: 0 })
    expect(sent).toEqual([])
  })

  it('is tried again where that may help, and left where it cannot', async () => {
    result = { kind: 'failed', reason: 'throttled', detail: 'PagerDuty answered 429' }
    await expect(change('checkout')).rejects.toSatisfy(changeNotTold.is)
    // The second key was not kept from it by the first.
    expect(sent.map(({ address }) => address)).toEqual(['shop', 'platform'])
    result = { kind: 'refused', reason: 'not-configured', detail: 'no key' }
    expect(await change('checkout')).toEqual({ told: 0 })
  })
})
