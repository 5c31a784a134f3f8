/** What a CodeCommit repository-state-change event says. Shape: AWS CodeCommit user guide, monitoring events. */
import * as z from 'zod'
import { parseIsoTimeMs } from '../clock.ts'

/** A branch that was made or moved; deletions and tags are left out by the rule's pattern. */
export const branchMovedSchema = z.object({
  source: z.literal('aws.codecommit'),
  'detail-type': z.literal('CodeCommit Repository State Change'),
  id: z.string(),
  time: z.iso.datetime(),
  detail: z.object({
    event: z.enum(['referenceCreated', 'referenceUpdated']),
    repositoryName: z.string(),
    referenceType: z.literal('branch'),
    referenceName: z.string(),
    commitId: z.string().regex(/^[0-9a-f]{7,64}$/, 'must be a commit hash'),
    callerUserArn: z.string().optional(),
  }),
})

/** The event as a push: who moved the branch is its author, for the commit itself is not in the event. */
export function movedBranch({ detail, time }: z.output<typeof branchMovedSchema>) {
  const { repositoryName, referenceName, commitId, callerUserArn = 'codecommit' } = detail
  return {
    provider: 'codecommit' as const,
    repository: repositoryName,
    branch: referenceName,
    commit: commitId,
    author: callerUserArn.slice(callerUserArn.lastIndexOf('/') + 1),
    message: '',
    committedAtMs: parseIsoTimeMs(time) ?? 0,
  }
}
