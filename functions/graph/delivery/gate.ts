/** The gates of a release: what was decided at those behind it, and every check of the next one as it stands now. */
import type { GateView } from '@houston/core/passage'
import * as Passage from '@houston/core/passage/surface.ts'
import type { PassageItem, ReleaseId, ReleaseItem } from '@houston/core/release'
import * as Release from '@houston/core/release/surface.ts'
import { edge, type Row } from '../../middleware/graph-handler.ts'
import { dateTime, dateTimeOrNull, enumValue } from '../../middleware/graph-time.ts'
import type { GateCheck, Gates, NextGate, Gate as PassedGate } from '../generated/delivery.ts'

type OfRelease = { readonly id: ReleaseId }

/** Every fact of a gate is looked for: for a release's own page, not for lists. */
export const gates = edge(async (ctx, rows: readonly Row<OfRelease>[]) => {
  const releases = await Release.fromIds(
    ctx,
    rows.map(({ source }) => source.id),
  )
  return Promise.all(
    rows.map(async ({ source: { id } }): Promise<Gates | null> => {
      const release = releases.get(id)
      return release === undefined ? null : gatesOf(await Passage.explain(ctx, { releaseId: id }), release)
    }),
  )
})

const gatesOf = (view: GateView, { waves }: ReleaseItem): Gates => ({
  next: nextOf(view),
  passed: view.passages.map((passage) => passedOf(passage, waves[passage.waveIndex]?.name ?? '')),
})

function nextOf({ wave, now, passers = {} }: GateView): NextGate | null {
  if (wave === undefined || now === undefined) return null
  return {
    waveIndex: wave.index,
    waveName: wave.name,
    isOpen: now.kind === 'open',
    sentence: now.sentence,
    opensAt: dateTimeOrNull(now.opensAtMs),
    checks: now.checks.map((check) => checkOf(check, passers[check.check])),
  }
}

type Shown = Omit<PassageItem, 'taskToken'>

const passedOf = ({ waveIndex, askedAtMs, openedAtMs, decision }: Shown, waveName: string): PassedGate => ({
  waveIndex,
  waveName,
  askedAt: dateTime(askedAtMs),
  openedAt: dateTimeOrNull(openedAtMs),
  sentence: decision.sentence,
  checks: decision.checks.map((check) => checkOf(check, undefined)),
})

type Check = Shown['decision']['checks'][number]

function checkOf({ check, kind, reason, sentence, opensAtMs, passedOver }: Check, passer?: string): GateCheck {
  return {
    check,
    state: enumValue(kind),
    reason,
    sentence,
    opensAt: dateTimeOrNull(opensAtMs),
    passer: passer ?? null,
    passedOver: passedOver === undefined ? null : { code: passedOver.reason, sentence: passedOver.sentence },
  }
}
