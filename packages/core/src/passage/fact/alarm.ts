/** Which alarms of the service fire, muted or not: what mutes people heals nothing. */
import type { AlertItem } from '../../alert/index.ts'
import * as Alert from '../../alert/surface.ts'
import type { Context } from '../../context.ts'
import { type AlarmFact, known } from '../../gate/index.ts'
import { causeOfAlert } from '../cause.ts'
import type { FactSource } from '../subject.ts'

export const alarms: FactSource<'alarms'> = async (ctx, { place }) => {
  const firing = await Alert.listFiring(ctx, place.service)
  return known(await Promise.all(firing.map((alert) => alarmOf(ctx, alert))), ctx.nowMs)
}

async function alarmOf(ctx: Context, alert: AlertItem): Promise<AlarmFact> {
  const { history, isBlind, sinceMs } = alert
  const cause = await causeOfAlert(ctx, alert)
  return { name: history.content.name, state: isBlind ? 'no-data' : 'firing', sinceMs, cause }
}
