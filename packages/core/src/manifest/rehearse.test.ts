import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testContext } from '../../../../test/harness/context.ts'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { Pipeline } from '../pipeline/index.ts'
import { Service } from '../service/index.ts'
import { Slo } from '../slo/index.ts'
import { differencesOf } from './difference.ts'
import { parseManifest } from './manifest.ts'
import { rehearse } from './rehearse.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const yaml = (service: string, soak = '15m') => `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: ${service} }
spec: { owner: shop }
---
apiVersion: houston.dev/v1
kind: Pipeline
metadata: { name: ${service} }
spec:
  service: ${service}
  source: { github: { repository: shop/${service} }, codebuild: { project: ${service} } }
  target: { driver: router, address: http://127.0.0.1:1 }
  waves: [{ name: alpha, weightPercent: 1, soak: ${soak} }, { name: all, weightPercent: 100, soak: 1h }]
  metrics: { source: openmetrics, address: http://127.0.0.1:1/metrics }
`
const documentsOf = (text: string) => parseManifest([{ file: 'a.yaml', text }]).documents
const ask = async (text: string) => {
  const documents = documentsOf(text).map(({ operation, input }) => ({ operation, input }))
  return (await rehearse(testContext({ store: table.store }), { documents })).documents
}

describe('a rehearsal', () => {
  let service: string
  let count = 0
  beforeEach(() => {
    service = `service-${++count}`
  })

  it('says of an address that may never be called what the real thing would, and calls none', async () => {
    const status = (url: string) => `apiVersion: houston.dev/v1
kind: ExternalStatus
metadata: { name: cloud }
spec: { url: "${url}", service: shop }
`
    const refuse = (url: string) =>
      url.includes('10.0.0.1')
        ? ({ kind: 'refused', reason: 'address-not-public', sentence: '10.0.0.1 is not a public address.' } as const)
        : undefined
    const outbound = { refuse, send: () => Promise.reject(new Error('called')) }
    const rehearsed = async (url: string) => {
      const documents = documentsOf(status(url)).map(({ operation, input }) => ({ operation, input }))
      return (await rehearse(testContext({ store: table.store, ports: { outbound } }), { documents })).documents[0]
    }
    expect(await rehearsed('https://status.example.com/api/v2/summary.json')).toMatchObject({ kind: 'new' })
    expect(await rehearsed('https://10.0.0.1/summary.json')).toMatchObject({ kind: 'refused' })
  })

  it('sees what an earlier document declares, and writes nothing', async () => {
    expect((await ask(yaml(service))).map(({ kind }) => kind)).toEqual(['new', 'new'])
    const ctx = testContext({ store: table.store })
    await expect(Service.fromName(ctx, service)).rejects.toMatchObject({ code: 'service.unknown' })
    await expect(Pipeline.fromName(ctx, service)).rejects.toMatchObject({ code: 'pipeline.unknown' })
  })

  it('says what differs from what is recorded, field by field', async () => {
    const ctx = testContext({ store: table.store })
    for (const { input, kind } of documentsOf(yaml(service)))
      await (kind === 'Pipeline' ? Pipeline.record(ctx, input as never) : Service.record(ctx, input as never))
    expect(await ask(yaml(service))).toEqual([{ kind: 'same' }, { kind: 'same' }])
    expect(await ask(yaml(service, '30m'))).toEqual([
      { kind: 'same' },
      { kind: 'changed', differences: [{ field: 'waves[0].soak', before: 900_000, after: 1_800_000 }] },
    ])
  })

  it('tells every refusal, and where in the file the field stands', async () => {
    const orphan = yaml(service).slice(yaml(service).indexOf('---'))
    const [first] = await ask(orphan)
    expect(first).toMatchObject({ kind: 'refused', code: 'service.unknown', fields: [{ path: 'service' }] })
    const [document] = documentsOf(orphan)
    expect([document?.lineOf('service'), document?.lineOf('waves[1].soak'), document?.lineOf('no such field')]).toEqual(
      [6, 9, 2],
    )
  })
})

describe('the differences of two things', () => {
  it('are their fields, also new ones and those that go, and nothing of the table’s own', () => {
    const before = { pk: 'a', revision: 1, _v: 1, name: 'x', list: [1, 2], gone: { deep: true } }
    const after = { pk: 'b', revision: 2, _v: 2, name: 'y', list: [1, 3, 4], fresh: null }
    expect(differencesOf(before, after)).toEqual([
      { field: 'name', before: 'x', after: 'y' },
      { field: 'list[1]', before: 2, after: 3 },
      { field: 'list[2]', after: 4 },
      { field: 'gone', before: { deep: true } },
      { field: 'fresh', after: null },
    ])
    expect(differencesOf(after, { ...after, revision: 9 })).toEqual([])
  })
})

describe('a rehearsal of an objective', () => {
  const service = 'guarded'

  it('shows what a document says, not what Houston counts beside it', async () => {
    await Service.record(testContext({ store: table.store }), { name: service, owner: 'shop', tier: 3 })
    const slo = (target: number) => `apiVersion: openslo/v1
kind: SLO
metadata: { name: ${service}-errors }
spec:
  service: ${service}
  indicator:
    spec:
      ratioMetric:
        bad: { metricSource: { type: OpenMetrics, spec: { address: http://127.0.0.1:1/m, query: bad_total } } }
        total: { metricSource: { type: OpenMetrics, spec: { address: http://127.0.0.1:1/m, query: all_total } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: ${target} }]
`
    for (const { input } of documentsOf(slo(0.99)))
      await Slo.record(testContext({ store: table.store }), input as never)
    expect(await ask(slo(0.99))).toEqual([{ kind: 'same' }])
    expect(await ask(slo(0.999))).toEqual([
      { kind: 'changed', differences: [{ field: 'target', before: 0.99, after: 0.999 }] },
    ])
  })

  it('refuses an objective of a service that nobody knows, and tells everything that a pipeline names in vain', async () => {
    const text = yaml('nobody').split('---\n')[1]?.replace('spec:', 'spec:\n  gatePolicy: none') ?? ''
    const [refused] = await ask(text)
    expect(refused).toMatchObject({ kind: 'refused', fields: [{ path: 'service' }, { path: 'gatePolicy' }] })
  })
})
