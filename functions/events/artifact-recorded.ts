/** A recorded artifact goes on its way through the stages of its pipeline, where the pipeline's trigger is the push or it was asked for. */
import { artifactRecorded } from '@houston/core/artifact'
import * as Promotion from '@houston/core/promotion/surface.ts'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(artifactRecorded, (ctx, { data }) => Promotion.startBuilt(ctx, data.artifact))
