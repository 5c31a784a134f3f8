/** A change was checked in: its lead time is counted from here. */
import { Leadtime } from '@houston/core/leadtime'
import { changePushed } from '@houston/core/pipeline'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(changePushed, (ctx, { data }) => Leadtime.note(ctx, data.change))
