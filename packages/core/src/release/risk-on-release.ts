/** What of an assessment stands on the release itself: enough for gates and lists. */
import * as z from 'zod'
import { cares } from '../risk/index.ts'

export const riskOnReleaseSchema = z.object({
  score: z.int().min(1).max(10),
  weightsVersion: z.string(),
  blastLevel: z.int().min(1).max(5),
  care: z.enum(cares),
})
