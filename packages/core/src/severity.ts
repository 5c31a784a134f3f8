/** How bad something is, the most severe first: one scale for alerts, groups and incidents. */
import * as z from 'zod'

export const severities = ['SEV1', 'SEV2', 'SEV3', 'SEV4'] as const
export const severitySchema = z.enum(severities)
export type Severity = z.infer<typeof severitySchema>

export const moreSevere = (one: Severity, other: Severity): Severity =>
  severities.indexOf(one) <= severities.indexOf(other) ? one : other
