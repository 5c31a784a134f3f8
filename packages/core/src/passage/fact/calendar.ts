/** Which change calendars there are. */
import { known } from '../../gate/index.ts'
import * as Gate from '../../gate/surface.ts'
import type { FactSource } from '../subject.ts'

export const calendars: FactSource<'calendars'> = async (ctx) => known(await Gate.listCalendars(ctx), ctx.nowMs)
