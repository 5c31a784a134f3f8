/** A service's error budget as whoever keeps its objectives reports it. */
import * as z from 'zod'
import { nameSchema } from '../service/index.ts'
import { gateLimits } from './limits.ts'

export const budgetReportSchema = z.object({
  service: nameSchema,
  /** 1 is untouched, 0 is spent, below 0 is overspent. */
  leftShare: z.number().max(1),
  windowMs: z.int().positive().max(gateLimits.budgetWindowMs.value),
  /** The version that burns it now; absent where none does or it is not known. */
  burning: z.object({ service: nameSchema, version: z.string().min(1) }).optional(),
})
export type BudgetReport = z.infer<typeof budgetReportSchema>
