/** A branch that moved in CodeCommit is a push. The operation's schema is the check of the event. */
import * as Pipeline from '@houston/core/pipeline/surface.ts'
import { awsEventHandler } from '../middleware/event-handler.ts'

export const handler = awsEventHandler((ctx, event) => Pipeline.takeCodecommit(ctx, event as never))
