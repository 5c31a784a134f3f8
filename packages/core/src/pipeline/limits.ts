/** The bounds of a pipeline's changes, each with the sentence that explains it. */
import type { Limit } from '../limits.ts'

export const pipelineLimits = {
  changedFilesBytes: {
    value: 200_000,
    unit: 'bytes',
    why: 'a list of files that does not fit into an item counts as not known, which is as risky as can be',
  },
  githubCommitsPerPush: {
    value: 2_048,
    unit: 'commits',
    why: 'GitHub lists no more in a push; a push that has as many may have more',
  },
  changesPerRelease: {
    value: 500,
    unit: 'changes',
    why: 'what went by since the live version is read when a release starts; more than this counts as not known',
  },
} as const satisfies Record<string, Limit>
