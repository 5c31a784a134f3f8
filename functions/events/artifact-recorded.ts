/** A recorded artifact goes on its way through the stages of its pipeline. */
import { artifactRecorded } from '@houston/core/artifact'
import { Promotion } from '@houston/core/promotion'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(artifactRecorded, (ctx, { data: { artifact } }) =>
  Promotion.start(ctx, { service: artifact.service, version: artifact.version }),
)
