import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { branchMovedSchema, movedBranch } from './codecommit.ts'
import { pipelineSchema } from './pipeline.ts'

const event = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/events/codecommit-branch-moved.json', import.meta.url), 'utf8'),
) as Record<string, unknown> & { detail: Record<string, unknown> }

const declared = {
  name: 'checkout',
  service: 'checkout',
  source: { codecommit: { repository: 'checkout' }, codebuild: { project: 'checkout-build' } },
  target: { driver: 'router', address: 'http://127.0.0.1:1' },
  waves: 'canary-10-percent-5-minutes',
  metrics: { source: 'openmetrics', address: 'http://127.0.0.1:1/metrics' },
}

describe('a branch that moved in CodeCommit', () => {
  it('is a push by who moved it, at the time of the event', () => {
    expect(movedBranch(branchMovedSchema.parse(event))).toEqual({
      provider: 'codecommit',
      repository: 'checkout',
      branch: 'main',
      commit: '4f9a1c0de2b34f9a1c0de2b34f9a1c0de2b34f9a',
      author: 'ann',
      message: '',
      committedAtMs: Date.parse('2026-03-02T09:10:01Z'),
    })
  })

  it.each(['tag', 'refs/notes'])('is none where a %s moved', (referenceType) => {
    expect(branchMovedSchema.safeParse({ ...event, detail: { ...event.detail, referenceType } }).success).toBe(false)
  })

  it('is none where the branch was deleted', () => {
    const detail = { ...event.detail, event: 'referenceDeleted' }
    expect(branchMovedSchema.safeParse({ ...event, detail }).success).toBe(false)
  })
})

describe('a pipeline', () => {
  it("takes a preset's name for its waves", () => {
    const { waves } = pipelineSchema.parse(declared)
    expect(waves?.map(({ weightPercent }) => weightPercent)).toEqual([10, 100])
  })

  it('listens to one repository: none and two are refused', () => {
    const { codebuild, codecommit } = declared.source
    for (const source of [{ codebuild }, { codebuild, codecommit, github: { repository: 'acme/checkout' } }]) {
      const { error } = pipelineSchema.safeParse({ ...declared, source })
      expect(error?.issues).toMatchObject([
        { path: ['source', 'github'], message: 'must name one of github and codecommit' },
      ])
    }
  })
})
