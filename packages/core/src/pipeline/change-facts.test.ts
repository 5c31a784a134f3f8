import { describe, expect, it } from 'vitest'
import { joinedFacts, keptSmall, summedFacts } from './change-facts.ts'
import { decideGithub } from './github.ts'
import { pipelineLimits } from './limits.ts'

const authors = ['ann']

describe('what is known of a change', () => {
  it('is what was said last of each thing, and all names of whoever made it', () => {
    const pushed = { files: [{ path: 'a.ts' }], commits: 2, authors }
    const described = {
      files: [{ path: 'a.ts', lines: 7 }],
      dependenciesChanged: 1,
      authors: ['ann', 'ann@example.com'],
    }
    expect(joinedFacts(pushed, described)).toEqual({ ...described, commits: 2 })
    expect(joinedFacts(described, pushed).files).toEqual([{ path: 'a.ts' }])
  })

  it('leaves a list of files out that does not fit, and does not cut it', () => {
    const path = 'x'.repeat(1_000)
    const fits = Math.floor(pipelineLimits.changedFilesBytes.value / (JSON.stringify({ path }).length + 1))
    const files = (count: number) => Array.from({ length: count }, () => ({ path }))
    expect(keptSmall({ files: files(fits - 1), authors }).files).toHaveLength(fits - 1)
    expect(keptSmall({ files: files(fits + 1), authors })).toEqual({ authors })
  })
})

describe('several changes that go out together', () => {
  it('are the sum of their files, commits and ways back', () => {
    const way = { flags: 1, reversibleSteps: 0, irreversibleSteps: 1 }
    const one = {
      files: [{ path: 'a.ts', lines: 3 }, { path: 'b.ts' }],
      commits: 1,
      dependenciesChanged: 0,
      rollback: way,
      authors,
    }
    const two = {
      files: [
        { path: 'a.ts', lines: 4 },
        { path: 'b.ts', lines: 1 },
      ],
      commits: 2,
      dependenciesChanged: 2,
      rollback: way,
      authors: ['bob'],
    }
    expect(summedFacts([one, two])).toEqual({
      files: [{ path: 'a.ts', lines: 7 }, { path: 'b.ts' }],
      commits: 3,
      dependenciesChanged: 2,
      rollback: { flags: 2, reversibleSteps: 0, irreversibleSteps: 2 },
      authors: ['ann', 'bob'],
    })
  })

  it('leave open what one of them leaves open', () => {
    const known = { files: [], commits: 1, dependenciesChanged: 0, authors }
    expect(summedFacts([known, { authors: ['bob'] }])).toEqual({
      files: undefined,
      commits: undefined,
      dependenciesChanged: undefined,
      rollback: undefined,
      authors: ['ann', 'bob'],
    })
  })
})

describe('a push to GitHub', () => {
  const push = (commits: unknown) =>
    decideGithub('push', {
      ref: 'refs/heads/main',
      after: 'a'.repeat(40),
      repository: { full_name: 'acme/shop' },
      pusher: { name: 'bob', email: 'bob@example.com' },
      commits,
      head_commit: { message: 'Fix', timestamp: '2026-03-02T08:59:00Z', author: { name: 'Ann', username: 'ann' } },
    })
  const commit = { author: { name: 'Ann', email: 'ann@example.com' }, added: ['a.ts'], removed: [], modified: ['b.ts'] }

  it('tells the files of all of its commits, how many those are, and everybody who made or pushed them', () => {
    expect(push([commit, { ...commit, modified: ['b.ts', 'c.ts'] }])).toMatchObject({
      commit: {
        described: {
          files: [{ path: 'a.ts' }, { path: 'b.ts' }, { path: 'c.ts' }],
          commits: 2,
          authors: ['Ann', 'ann@example.com', 'ann', 'bob', 'bob@example.com'],
        },
      },
    })
  })

  it('tells nothing of files where a commit lists none, or the list may have been cut', () => {
    const described = (commits: unknown) => (push(commits) as { commit: { described: object } }).commit.described
    expect(described([commit, { author: commit.author }])).not.toHaveProperty('files')
    expect(described(undefined)).toEqual({ authors: ['Ann', 'ann', 'bob', 'bob@example.com'] })
    const many = Array.from({ length: pipelineLimits.githubCommitsPerPush.value }, () => commit)
    expect(described(many)).toEqual({ authors: ['Ann', 'ann@example.com', 'ann', 'bob', 'bob@example.com'] })
  })
})
