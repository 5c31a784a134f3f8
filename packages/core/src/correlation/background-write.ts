/** What is known of quiet days, written where it changed. */
import type { TableWrite } from '../port/table.ts'
import type { KeptCorrelator } from './kept.ts'
import { packed } from './packed.ts'
import { backgroundEntity } from './store.ts'

export function backgroundWrites(kept: KeptCorrelator): { readonly writes: readonly TableWrite[]; written(): void } {
  const background = kept.correlator.background()
  const text = JSON.stringify(background)
  if (text === kept.backgroundText) return { writes: [], written: () => {} }
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
