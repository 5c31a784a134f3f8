import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { buildFailedSchema, codepipelineSchema, executionWord, failedBuild } from './build.ts'

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../../test/fixtures/events/${name}.json`, import.meta.url), 'utf8'))
const failed = fixture('codebuild-build-failed')

it('says which phase of a build failed and what it said', () => {
  expect(failedBuild(buildFailedSchema.parse(failed))).toEqual({
    project: 'checkout-build',
    commit: '4f9a1c0de2b35a7786f1d2c3b4a5968778695a4b',
    note: {
      system: 'codebuild',
      id: failed.detail['build-id'],
      state: 'failed',
      sentence:
        'Build of checkout-build: FAILED in BUILD: COMMAND_EXECUTION_ERROR: Error while executing command: npm test. Reason: exit status 1',
      atMs: Date.parse('2026-03-02T09:14:28Z'),
    },
  })
})

it('puts down to no commit a build that ended before its sources were there', () => {
  const detail = { ...failed.detail, 'build-status': 'STOPPED', 'additional-information': { 'source-version': 'main' } }
  const { commit, note } = failedBuild(buildFailedSchema.parse({ ...failed, detail }))
  expect([commit, note.state, note.sentence]).toEqual([undefined, 'stopped', 'Build of checkout-build: STOPPED'])
})

it('takes no build that succeeded or is under way for a failure', () => {
  for (const status of ['SUCCEEDED', 'IN_PROGRESS'])
    expect(
      buildFailedSchema.safeParse({ ...failed, detail: { ...failed.detail, 'build-status': status } }).success,
    ).toBe(false)
})

it('reads the commit of an execution from its source, and its end from the execution', () => {
  const execution = '7d2f4c10-5b1e-4c39-8a6f-0b9d3e2a1c55'
  expect(executionWord(codepipelineSchema.parse(fixture('codepipeline-source-fetched')))).toEqual({
    codepipeline: 'checkout-delivery',
    execution,
    commit: '4f9a1c0de2b35a7786f1d2c3b4a5968778695a4b',
  })
  expect(executionWord(codepipelineSchema.parse(fixture('codepipeline-execution-failed')))).toMatchObject({
    execution,
    end: { system: 'codepipeline', id: execution, state: 'failed', sentence: 'Execution of checkout-delivery: FAILED' },
  })
})
