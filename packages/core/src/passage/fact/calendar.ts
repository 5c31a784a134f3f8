/** Which change calendars there are. */
import { Gate, known } from '../../gate/index.ts'
import type { FactSource } from '../subject.ts'

export const calendars: FactSource<'calendars'> = async (ctx) => known(await Gate.listCalendars(ctx), ctx.nowMs)
