/** Which alarms of the service fire, muted or not: what mutes people heals nothing. */
import type { AlertItem } from '../../alert/index.ts'
import * as Alert from '../../alert/surface.ts'
import type { Context } from '../../context.ts'
import * as Grouping from '../../correlation/grouping.ts'
import { groupUnknown } from '../../correlation/index.ts'
import { type AlarmFact, type Cause, known } from '../../gate/index.ts'
import * as Gate from '../../gate/surface.ts'
import { causeOfRelease } from '../cause.ts'
import type { FactSource } from '../subject.ts'

export const alarms: FactSource<'alarms'> = async (ctx, { place }) => {
  const firing = await Alert.listFiring(ctx, place.service)
  return known(await Promise.all(firing.map((alert) => alarmOf(ctx, alert))), ctx.nowMs)
}

async function alarmOf(ctx: Context, alert: AlertItem): Promise<AlarmFact> {
  const { fingerprint, history, isBlind, sinceMs } = alert
  const cause = (await Gate.attributionOf(ctx, fingerprint)) ?? (await causeOfGroup(ctx, alert.standing?.group))
  return { name: history.content.name, state: isBlind ? 'no-data' : 'firing', sinceMs, cause }
}

/** The release that the alert's group was put down to. */
async function causeOfGroup(ctx: Context, groupId: string | undefined): Promise<Cause | undefined> {
  if (groupId === undefined) return undefined
  try {
    const { releaseId } = await Grouping.fromId(ctx, groupId)
    return await causeOfRelease(ctx, releaseId)
  } catch (error) {
    if (groupUnknown.is(error)) return undefined
    throw error
  }
}
