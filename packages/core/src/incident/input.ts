/** What commands about an incident have in common: who may give them, and what they name. */
import * as z from 'zod'
import { incidentIdSchema } from './incident.ts'

export const responders = ['responder', 'admin'] as const
export const readers = ['viewer', 'responder', 'releaser', 'admin'] as const
export const incidentInput = { incidentId: incidentIdSchema }
export const whySchema = z.string().trim().min(1, 'say why, in a few words').max(1_000)
