/** The version that something is put down to, from the release that it is put down to. */
import type { AlertItem } from '../alert/index.ts'
import type { Context } from '../context.ts'
import * as Grouping from '../correlation/grouping.ts'
import { groupUnknown } from '../correlation/index.ts'
import type { Cause } from '../gate/index.ts'
import * as Gate from '../gate/surface.ts'
import { releaseId, releaseUnknown } from '../release/index.ts'
import * as Release from '../release/surface.ts'

/** Undefined where no release is named, or none is known by that name: then nothing is attributed. */
export async function causeOfRelease(ctx: Context, id: string | undefined): Promise<Cause | undefined> {
  if (!releaseId.is(id)) return undefined
  try {
    const { service, version } = await Release.fromId(ctx, id)
    return { service, version }
  } catch (error) {
    if (releaseUnknown.is(error)) return undefined
    throw error
  }
}

/** What a person put the alert down to, else the release that its group was put down to. */
export const causeOfAlert = async (ctx: Context, alert: AlertItem): Promise<Cause | undefined> =>
  (await Gate.attributionOf(ctx, alert.fingerprint)) ?? (await causeOfGroup(ctx, alert.standing?.group))

async function causeOfGroup(ctx: Context, groupId: string | undefined): Promise<Cause | undefined> {
  if (groupId === undefined) return undefined
  try {
    const { releaseId: id } = await Grouping.fromId(ctx, groupId)
    return await causeOfRelease(ctx, id)
  } catch (error) {
    if (groupUnknown.is(error)) return undefined
    throw error
  }
}
