/** A CodeBuild build that made nothing is noted on its change. The operation's schema is the check of the event. */
import * as Pipeline from '@houston/core/pipeline/surface.ts'
import { awsEventHandler } from '../middleware/event-handler.ts'

export const handler = awsEventHandler((ctx, event) => Pipeline.noteFailedBuild(ctx, event as never))
