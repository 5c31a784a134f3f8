import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { pipelineSchema } from './pipeline.ts'
import {
  allPipelines,
  changeEntity,
  changeFactsEntity,
  changesPushed,
  codebuildSource,
  codeSource,
  executionEntity,
  fedPipelines,
  pipelineEntity,
  pipelineEntryEntity,
  pipelineSourceEntity,
  releaseRequestEntity,
} from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const pipeline = (name: string, repository: string, branch = 'main') => ({
  ...pipelineSchema.parse({
    name,
    service: name,
    source: { github: { repository, branch }, codebuild: { project: `${name}-build` } },
    target: { driver: 'router', address: 'http://127.0.0.1:1' },
    waves: [{ name: 'all', weightPercent: 100, soak: '1h' }],
    metrics: { source: 'openmetrics', address: 'http://127.0.0.1:1' },
  }),
  revision: 0,
})
const namesUnder = async (index: 'gsi1' | 'gsi2', pk: string) =>
  (await pipelineEntity.queryAll(table.store, { index, pk, limit: 10 })).map(({ name }) => name)

it('finds pipelines by name, by the branch they listen to and by the project that feeds them', async () => {
  const stored = [
    pipeline('search', 'Acme/Shop'),
    pipeline('checkout', 'acme/shop'),
    pipeline('preview', 'acme/shop', 'next'),
  ]
  await table.store.transact(stored.map((item) => pipelineEntity.create(item)))
  expect(await pipelineEntity.get(table.store, { name: 'checkout' })).toEqual({ ...stored[1], revision: 1 })
  expect(await namesUnder('gsi1', codeSource('github', 'ACME/shop', 'main'))).toEqual(['checkout', 'search'])
  expect(await namesUnder('gsi1', codeSource('github', 'acme/shop', 'Main'))).toEqual([])
  expect(await namesUnder('gsi2', codebuildSource('preview-build'))).toEqual(['preview'])
})

it('finds a change by its pipeline and commit', async () => {
  const change = {
    pipeline: 'checkout',
    service: 'checkout',
    commit: '4f9a1c0',
    author: 'ann',
    message: 'Fix it',
    committedAtMs: 1,
    pushedAtMs: 2,
    correlationId: 'cor_1',
    builds: [],
    revision: 0,
  }
  await table.store.transact([changeEntity.create(change)])
  expect(await changeEntity.get(table.store, change)).toEqual({ ...change, revision: 1 })
  expect(await changeEntity.get(table.store, { pipeline: 'search', commit: '4f9a1c0' })).toBeUndefined()
})

it('lists all pipelines by name', async () => {
  const entries = ['search', 'basket'].map((name) => ({ pipeline: name, service: name, revision: 0 }))
  await table.store.transact(entries.map((entry) => pipelineEntryEntity.create(entry)))
  expect(await pipelineEntryEntity.get(table.store, { pipeline: 'basket' })).toEqual({ ...entries[1], revision: 1 })
  const all = await pipelineEntryEntity.queryAll(table.store, { ...allPipelines, limit: 10 })
  expect(all.map(({ pipeline }) => pipeline)).toEqual(['basket', 'search'])
})

it('finds the pipelines that a repository feeds, whatever the branch', async () => {
  const entries = ['shop', 'basket'].map((pipeline) => ({ source: 'github acme/shop', pipeline, revision: 0 }))
  const other = { source: 'github acme/shop-preview', pipeline: 'preview', revision: 0 }
  await table.store.transact([...entries, other].map((entry) => pipelineSourceEntity.create(entry)))
  expect(await pipelineSourceEntity.get(table.store, other)).toEqual({ ...other, revision: 1 })
  const found = await pipelineSourceEntity.queryAll(table.store, { ...fedPipelines('github acme/shop'), limit: 10 })
  expect(found.map(({ pipeline }) => pipeline)).toEqual(['basket', 'shop'])
})

it('finds an execution by its id and a request to release by its ref', async () => {
  const execution = { execution: 'e1', codepipeline: 'shop', rememberedUntilSec: 9_999_999_999, revision: 0 }
  const request = {
    pipeline: 'checkout',
    service: 'checkout',
    ref: 'v1.4.2',
    source: 'github-release' as const,
    by: 'ann',
    requestedAtMs: 1,
    revision: 0,
  }
  await table.store.transact([executionEntity.create(execution), releaseRequestEntity.create(request)])
  expect(await executionEntity.get(table.store, { execution: 'e1' })).toEqual({ ...execution, revision: 1 })
  expect(await releaseRequestEntity.get(table.store, request)).toEqual({ ...request, revision: 1 })
})

const change = (commit: string, pushedAtMs: number) => ({
  pipeline: 'timeline',
  service: 'timeline',
  commit,
  author: 'ann',
  message: 'Fix it',
  committedAtMs: 1,
  pushedAtMs,
  correlationId: 'cor_1',
  builds: [],
  revision: 0,
})

it('finds the changes of a stretch of time, both ends included, in order and of no other pipeline', async () => {
  const changes = [
    change('ccccccc', 3_000),
    change('aaaaaaa', 1_000),
    change('bbbbbbb', 2_000),
    change('ddddddd', 3_001),
  ]
  await table.store.transact(changes.map((item) => changeEntity.create(item)))
  await table.store.transact([changeEntity.create({ ...change('eeeeeee', 2_000), pipeline: 'timeline-2' })])
  const found = await changeEntity.query(table.store, { ...changesPushed('timeline', 1_000, 3_000), limit: 10 })
  expect(found.items.map(({ commit }) => commit)).toEqual(['aaaaaaa', 'bbbbbbb', 'ccccccc'])
})

it('keeps what is known of a change apart from it', async () => {
  const facts = { pipeline: 'timeline', commit: 'aaaaaaa', authors: ['ann'], files: [{ path: 'a.ts', lines: 3 }] }
  await table.store.transact([changeFactsEntity.create({ ...facts, revision: 0 })])
  expect(await changeFactsEntity.get(table.store, facts)).toEqual({ ...facts, revision: 1 })
})
