/** One story as one test: Houston starts, the story runs, and what it did not account for fails it. */
import { expect, test } from 'vitest'
import { Houston, type HoustonOptions } from './houston.ts'
import { pageComplaints } from './pager.ts'

/** Events that any release brings on its way. */
export const underWay = [
  'change.pushed',
  'artifact.recorded',
  'release.admitted',
  'release.begun',
  'release.prepared',
  'gate.opened',
  'release.wave-shifting',
  'release.wave-started',
  'release.wave-judged',
] as const
/** Those of its end, either way. */
export const completion = ['release.promoting', 'release.completed'] as const
export const takenBack = ['rollback.started', 'rollback.completed'] as const

export function scenario(name: string, story: (houston: Houston) => Promise<void>, options: HoustonOptions = {}): void {
  test(name, { timeout: 120_000 }, () => play(story, options))
}

/** A story per row of a table. */
export function scenarios<Row>(
  rows: readonly Row[],
  name: (row: Row) => string,
  story: (houston: Houston, row: Row) => Promise<void>,
  options: (row: Row) => HoustonOptions = () => ({}),
): void {
  for (const row of rows) scenario(name(row), (houston) => story(houston, row), options(row))
}

async function play(story: (houston: Houston) => Promise<void>, options: HoustonOptions): Promise<void> {
  const houston = await Houston.start(options)
  try {
    await story(houston)
    await houston.settle()
    // Proves the silence: whatever happened beside the story.
    expect([...(await houston.complaints()), ...pageComplaints(houston)]).toEqual([])
  } finally {
    await houston.stop()
  }
}
