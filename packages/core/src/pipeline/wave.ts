/** The waves of a release as a file lists them: rising weights that end at all of the traffic. */
import * as z from 'zod'
import { durationMsSchema } from '../duration.ts'
import { limits } from '../limits.ts'
import { nameSchema } from '../service/index.ts'

export const waveSchema = z.object({
  name: nameSchema,
  /** Share of the target's traffic that the new version takes during this wave, 0 < w ≤ 100. */
  weightPercent: z.number().gt(0).max(100),
  /** How long the wave is watched at least, whatever the evidence. */
  soak: durationMsSchema.refine((ms) => ms <= limits.soakMs.value, 'must not be longer than a week'),
  /** Whether a person must say yes before this wave starts. */
  approval: z.boolean().default(false),
})

/** Rising weights that end at 100: every wave gives the new version more than the one before. */
export const wavesSchema = z
  .array(waveSchema)
  .min(1)
  .max(limits.wavesPerRelease.value)
  // Looked at even where a wave has other faults, so that all of them are told at once.
  .superRefine((waves, context) => checkWeights(waves, context), { when: ({ value }) => Array.isArray(value) })

function checkWeights(waves: readonly unknown[], context: z.RefinementCtx): void {
  const weights = waves.map(weightOf)
  const refuse = (index: number, message: string): void =>
    context.addIssue({ code: 'custom', path: [index, 'weightPercent'], message })
  weights.forEach((weight, index) => {
    const before = weights[index - 1]
    if (weight !== undefined && before !== undefined && weight <= before)
      refuse(index, `must be more than the ${before} of the wave before`)
  })
  const last = weights.at(-1)
  if (last !== undefined && last !== 100) refuse(weights.length - 1, 'the last wave must be 100')
}

/** Undefined where the wave itself has been refused for it. */
const weightOf = (wave: unknown): number | undefined =>
  waveSchema.pick({ weightPercent: true }).safeParse(wave).data?.weightPercent
