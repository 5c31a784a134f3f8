/** A recorded artifact is released. */
import { artifactRecorded } from '@houston/core/artifact'
import { Release } from '@houston/core/release'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(artifactRecorded, (ctx, { data: { artifact } }) =>
  Release.start(ctx, { service: artifact.service, version: artifact.version }),
)
