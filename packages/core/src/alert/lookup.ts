/** Alerts as other nouns ask for them. */
import type { Context } from '../context.ts'
import { alertLimits } from './limits.ts'
import { type AlertItem, alertUnknown } from './record.ts'
import { alertEntity, firingAlerts } from './store.ts'

export async function fromFingerprint(ctx: Context, fingerprint: string): Promise<AlertItem> {
  const found = await alertEntity.get(ctx.store, { fingerprint })
  if (found === undefined) throw alertUnknown(fingerprint)
  return found
}

/** Alerts of a service that fire now, muted or not: what the gate asks. */
export const listFiring = async (ctx: Context, service: string): Promise<readonly AlertItem[]> =>
  alertEntity.queryAll(ctx.store, { ...firingAlerts(service), limit: alertLimits.alertsPerListing.value })
