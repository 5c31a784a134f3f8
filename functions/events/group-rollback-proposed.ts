/** A release on its way is the likely cause of a group, and policy lets Houston take it back. */
import { rollbackProposed } from '@houston/core/correlation'
import { releaseIdSchema } from '@houston/core/release'
import * as Rollback from '@houston/core/rollback/surface.ts'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(rollbackProposed, (ctx, { data: { groupId, releaseId, probability, evidence } }) =>
  Rollback.request(ctx, {
    releaseId: releaseIdSchema.parse(releaseId),
    cause: { kind: 'alarm', id: groupId },
    why: `Group ${groupId} comes from it with ${Math.round(probability * 100)} %: ${evidence.join('; ')}`.slice(
      0,
      1_000,
    ),
  }),
)
