/** The facts of a change that its risk is read from. What is not known is left out, and counts as risky. */
import * as z from 'zod'
import { riskLimits } from './limits.ts'

const count = z.int().nonnegative()

export const changedFileSchema = z.object({
  path: z.string().min(1).max(riskLimits.pathLength.value),
  /** Lines added and removed; absent where only the path is known. */
  lines: count.optional(),
})
export type ChangedFile = z.infer<typeof changedFileSchema>

/** Releases of the last while, and how many of them were taken back or caused an incident. */
export const historySchema = z
  .object({ releases: count, failures: count })
  .refine(({ releases, failures }) => failures <= releases, {
    path: ['failures'],
    error: 'must not be more than the releases',
  })
export type History = z.infer<typeof historySchema>

/** `unordered`: the versions are names, such as commits, that tell no distance. */
export const versionJumps = ['none', 'patch', 'minor', 'major', 'unordered'] as const
export type VersionJump = (typeof versionJumps)[number]

export const changeFactsSchema = z.object({
  /** Every changed file. A list that was cut short is not known: leave it out. */
  files: z.array(changedFileSchema).max(riskLimits.filesPerChange.value).optional(),
  /** Direct dependencies added, removed or moved to another version. */
  dependenciesChanged: count.optional(),
  author: historySchema.optional(),
  service: historySchema.optional(),
  /** When it would go out, by the clocks of the people who would mend it. Monday is 1. */
  local: z.object({ weekday: z.int().min(1).max(7), minuteOfDay: z.int().min(0).max(1_439) }).optional(),
  sinceLastReleaseMs: z.number().nonnegative().optional(),
  /** Commits since the version that is live. */
  commits: count.optional(),
  versionJump: z.enum(versionJumps).optional(),
})
export type ChangeFacts = z.infer<typeof changeFactsSchema>

const versionPattern = /^v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:[-+].*)?$/

/** Between two semantic versions, either way round. Before 1.0 a minor step is a major one. */
export function versionJumpOf(from: string, to: string): VersionJump {
  if (from === to) return 'none'
  const [before, after] = [versionPattern.exec(from), versionPattern.exec(to)]
  if (before === null || after === null) return 'unordered'
  if (before[1] !== after[1]) return 'major'
  if (before[2] !== after[2]) return before[1] === '0' ? 'major' : 'minor'
  return 'patch'
}
