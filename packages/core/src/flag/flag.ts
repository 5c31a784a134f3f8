/** A feature flag: shipped dark, turned on in waves that only ever widen, turned off as the rollback. */
import * as z from 'zod'
import { hourMs, minuteMs } from '../clock.ts'
import { nameSchema } from '../service/index.ts'
import { flagStates } from './state.ts'

export const flagWaveSchema = z.object({
  name: nameSchema,
  audiences: z.array(nameSchema).max(20).default([]),
  percent: z.number().min(0).max(100),
  soakMs: z.int().nonnegative(),
})
export type FlagWave = z.infer<typeof flagWaveSchema>

/** Internal users and 1 %, select customers and 10 %, half, everybody. */
export const standardWaves: readonly FlagWave[] = [
  { name: 'alpha', audiences: ['internal'], percent: 1, soakMs: 15 * minuteMs },
  { name: 'beta', audiences: ['internal', 'beta'], percent: 10, soakMs: 2 * hourMs },
  { name: 'gamma', audiences: ['internal', 'beta'], percent: 50, soakMs: 4 * hourMs },
  { name: 'production', audiences: ['internal', 'beta'], percent: 100, soakMs: 24 * hourMs },
]

/** Whoever has the feature keeps it through the waves, and the last one reaches everybody. */
export const flagWavesSchema = z
  .array(flagWaveSchema)
  .min(1)
  .max(20)
  .superRefine((waves, context) => {
    for (const [index, wave] of waves.entries()) {
      const before = waves[index - 1]
      if (before === undefined) continue
      if (wave.percent < before.percent)
        context.addIssue({ code: 'custom', path: [index, 'percent'], message: `must be ${before.percent} at least` })
      const lost = before.audiences.filter((audience) => !wave.audiences.includes(audience))
      if (lost.length > 0)
        context.addIssue({ code: 'custom', path: [index, 'audiences'], message: `must keep ${lost.join(', ')}` })
    }
    if (waves.at(-1)?.percent !== 100)
      context.addIssue({ code: 'custom', path: [waves.length - 1, 'percent'], message: 'must be 100: the last wave' })
  })

export const flagSchema = z.object({
  key: z.string().regex(/^[a-z][a-zA-Z\d_-]{0,63}$/, 'must be a letter, then letters, digits, hyphens and underscores'),
  service: nameSchema,
  description: z.string().max(1_000).default(''),
  waves: flagWavesSchema.default([...standardWaves]),
  state: z.enum(flagStates).default('dark'),
  /** The wave that was asked for last; -1 while dark. */
  waveIndex: z.int().min(-1).default(-1),
  /** Since when the state, and in it the wave, holds. */
  sinceMs: z.int(),
})
export type Flag = z.infer<typeof flagSchema>
