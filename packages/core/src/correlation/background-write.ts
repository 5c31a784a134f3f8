/** What is known of quiet days, written where it changed. */
import { hourMs } from '../clock.ts'
import type { TableWrite } from '../port/table.ts'
import type { BackgroundSnapshot } from './background.ts'
import type { KeptCorrelator } from './kept.ts'
import { packed } from './packed.ts'
import { backgroundEntity } from './store.ts'

export function backgroundWrites(kept: KeptCorrelator): { readonly writes: readonly TableWrite[]; written(): void } {
  const background = kept.correlator.background()
  const text = JSON.stringify(background)
  if (isKnown(background, kept.backgroundText)) return { writes: [], written: () => {} }
  const parts = packed(background)
  const writes = parts.map((part, place) =>
    backgroundEntity.overwrite({ revision: 0, part: place, parts: parts.length, text: part }),
  )
  return {
    writes,
    written: () => {
      kept.backgroundText = text
    },
  }
}

/** That time went by is written once an hour: nothing else of a quiet minute is worth a write. */
function isKnown({ spanMs, ...seen }: BackgroundSnapshot, storedText: string): boolean {
  const { spanMs: storedMs, ...stored } = JSON.parse(storedText) as BackgroundSnapshot
  return spanMs - storedMs < hourMs && JSON.stringify(seen) === JSON.stringify(stored)
}
