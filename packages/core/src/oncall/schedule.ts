/** A schedule: who answers in which role, as layers of rotations. */
import * as z from 'zod'
import { defineError } from '../error.ts'
import { nameSchema } from '../service/index.ts'
import { timeZoneSchema } from '../zone.ts'
import { oncallLimits } from './limits.ts'
import { restrictionSchema } from './restriction.ts'
import { rotationSpecSchema } from './rotation.ts'
import { wallTimeSchema } from './wall.ts'

/** In the order in which they are asked. */
export const roles = ['primary', 'secondary', 'manager', 'executive'] as const
export const roleSchema = z.enum(roles)
export type Role = z.infer<typeof roleSchema>

export const layerSchema = z
  .strictObject({
    name: nameSchema,
    /** A rotation's name, or a rotation written here; or one person instead. */
    rotation: z.union([nameSchema, rotationSpecSchema]).optional(),
    person: nameSchema.optional(),
    /** In which restrictions, `from` and `until` are read; the schedule's unless given. */
    timeZone: timeZoneSchema.optional(),
    /** The layer counts while any of them is open; always where there are none. */
    restrictions: z.array(restrictionSchema).max(oncallLimits.restrictionsPerLayer.value).default([]),
    from: wallTimeSchema.optional(),
    until: wallTimeSchema.optional(),
  })
  .superRefine(({ rotation, person, from, until }, context) => {
    if ((rotation === undefined) === (person === undefined))
      context.addIssue({ code: 'custom', path: ['rotation'], message: 'give either rotation or person' })
    if (from !== undefined && until !== undefined && from >= until)
      context.addIssue({ code: 'custom', path: ['until'], message: 'must be later than from' })
  })
export type Layer = z.infer<typeof layerSchema>

const layersSchema = z
  .array(layerSchema)
  .min(1)
  .max(oncallLimits.layersPerRole.value)
  .superRefine((layers, context) => {
    layers.forEach(({ name }, index) => {
      if (layers.findIndex((layer) => layer.name === name) < index)
        context.addIssue({ code: 'custom', path: [index, 'name'], message: `${name} is the name of a layer before` })
    })
  })

const roleLayersSchema = z.strictObject({
  /** A later layer stands before an earlier one; where it is closed or vacant, the earlier one shows through. */
  layers: layersSchema,
})

const scheduleShape = {
  description: z.string().max(1_000).default(''),
  timeZone: timeZoneSchema,
  roles: z
    .partialRecord(roleSchema, roleLayersSchema)
    .refine((given) => Object.keys(given).length > 0, 'must have a role'),
}

export const scheduleSchema = z.strictObject({ name: nameSchema, ...scheduleShape })
export type Schedule = z.infer<typeof scheduleSchema>

/** A schedule as its file in `houston/` declares it. */
export const scheduleDocumentSchema = z.strictObject({
  apiVersion: z.literal('houston.dev/v1'),
  kind: z.literal('Schedule'),
  metadata: z.strictObject({ name: nameSchema }),
  spec: z.strictObject(scheduleShape),
})

export const rotationUnknown = defineError(
  'oncall.rotation-unknown',
  'missing',
  'A layer of the schedule names a rotation that is not declared.',
  (schedule: string, missing: readonly { path: string; rotation: string }[]) => ({
    message: `Schedule ${schedule} names ${missing.map(({ rotation }) => rotation).join(', ')}, which no Rotation declares.`,
    fields: missing.map(({ path, rotation }) => ({ path, message: `there is no rotation ${rotation}` })),
    wayOut: 'Declare the rotation in houston/, or correct the name.',
  }),
)
