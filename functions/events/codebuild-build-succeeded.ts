/** A successful CodeBuild build becomes an artifact. The operation's schema is the check of the event. */
import * as Artifact from '@houston/core/artifact/surface.ts'
import { awsEventHandler } from '../middleware/event-handler.ts'

export const handler = awsEventHandler((ctx, event) => Artifact.recordBuild(ctx, event as never))
