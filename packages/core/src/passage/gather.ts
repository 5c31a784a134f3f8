/** Everything that a gate decides on, looked for at once; a source that fails makes its fact unknown, and no other. */
import type { Context } from '../context.ts'
import { type Fact, type GateFacts, unknown } from '../gate/index.ts'
import * as Release from '../release/surface.ts'
import { alarms } from './fact/alarm.ts'
import { approvals } from './fact/approval.ts'
import { budget } from './fact/budget.ts'
import { calendars } from './fact/calendar.ts'
import { dependencies } from './fact/dependency.ts'
import { freezes } from './fact/freeze.ts'
import { holder } from './fact/holder.ts'
import { incidents } from './fact/incident.ts'
import { steps } from './fact/step.ts'
import { replacedLater } from './later.ts'
import type { Subject } from './subject.ts'

/** One file for each fact; this is the list of them. */
const sources = {
  freezes,
  calendars,
  holder,
  alarms,
  incidents,
  dependencies,
  budget,
  approvals,
  steps,
} as const

type Gathered = { [Name in keyof typeof sources]: GateFacts[Name] }

async function gather(ctx: Context, subject: Subject): Promise<Gathered> {
  const found = await Promise.all(
    Object.entries(sources).map(async ([name, source]): Promise<[string, Fact<unknown>]> => {
      try {
        return [name, await source(ctx, subject)]
      } catch (error) {
        ctx.log.warn('a fact of the gate could not be had', { fact: name, releaseId: subject.release.id, error })
        return [name, unknown(error instanceof Error ? error.message.slice(0, 300) : 'its source failed')]
      }
    }),
  )
  return Object.fromEntries(found) as Gathered
}

/** `askedAtMs` is when this wave first asked. */
export async function gatherFacts(ctx: Context, subject: Subject, askedAtMs: number): Promise<GateFacts> {
  const { release, wave, place } = subject
  return {
    releaseId: release.id,
    lane: release.lane ?? 'ordinary',
    place,
    version: release.version,
    digest: release.digest,
    replaces: release.stableVersion,
    replacesLater: await replacedLater(ctx, release),
    authors: Release.authorsOf(release),
    riskScore: release.risk?.score,
    wave,
    askedAtMs,
    ...(await gather(ctx, subject)),
  }
}
