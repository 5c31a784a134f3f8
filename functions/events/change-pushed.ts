/** A change was checked in: its lead time is counted from here. */
import * as Leadtime from '@houston/core/leadtime/operation.ts'
import { changePushed } from '@houston/core/pipeline'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(changePushed, (ctx, { data }) => Leadtime.note(ctx, data.change))
