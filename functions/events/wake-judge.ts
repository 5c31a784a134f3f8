/** A wave started: the judge looks at once, not only at the next minute. */
import { waveStarted } from '@houston/core/release'
import * as Release from '@houston/core/release/surface.ts'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(waveStarted, (ctx) => Release.wakeJudge(ctx, {}))
