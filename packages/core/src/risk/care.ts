/** How carefully a release goes out: from its risk and its blast radius, as a table that never relents as either grows. */
import { type BlastLevel, blastLevels } from './blast.ts'

/** From the quickest to the most careful. */
export const cares = ['fast', 'standard', 'careful', 'guarded'] as const
export type Care = (typeof cares)[number]

type Row = readonly [Care, Care, Care, Care, Care]

/** Rows are risk scores 1 to 10, columns blast levels 1 to 5. */
export const careTable: readonly Row[] = [
  ['fast', 'fast', 'fast', 'standard', 'standard'],
  ['fast', 'fast', 'fast', 'standard', 'standard'],
  ['fast', 'fast', 'standard', 'standard', 'standard'],
  ['standard', 'standard', 'standard', 'standard', 'careful'],
  ['standard', 'standard', 'standard', 'standard', 'careful'],
  ['standard', 'standard', 'standard', 'careful', 'careful'],
  ['standard', 'standard', 'careful', 'careful', 'guarded'],
  ['standard', 'careful', 'careful', 'guarded', 'guarded'],
  ['careful', 'careful', 'guarded', 'guarded', 'guarded'],
  ['careful', 'guarded', 'guarded', 'guarded', 'guarded'],
]

/** A score or level that is none counts as the worst; one between two whole ones as the higher. */
export function careOf(score: number, level: BlastLevel | number): Care {
  const row = score >= 0 && score <= careTable.length ? Math.max(1, Math.ceil(score)) : careTable.length
  const column = level >= 0 && level <= blastLevels.length ? Math.max(1, Math.ceil(level)) : blastLevels.length
  return careTable[row - 1]?.[column - 1] ?? 'guarded'
}
