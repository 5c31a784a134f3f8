/** The version that something is put down to, from the release that it is put down to. */
import type { Context } from '../context.ts'
import type { Cause } from '../gate/index.ts'
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
