/** A version set: versions of several services that were tested together, pinned by their contents; never changed once recorded. */
import * as z from 'zod'
import { digestSchema } from '../artifact/index.ts'
import { defineError } from '../error.ts'
import { limits } from '../limits.ts'
import { nameSchema } from '../service/index.ts'

const versionSchema = z.string().min(1).max(128)
/** Letters, digits, dots, underscores and hyphens, such as `2026-11-28.1`. */
export const setNameSchema = z
  .string()
  .regex(/^[0-9A-Za-z][0-9A-Za-z._-]{0,127}$/, 'must be letters, digits, dots, underscores and hyphens')

export const memberSchema = z.object({ service: nameSchema, version: versionSchema })

/** One version of a service, in whatever order they are listed. */
export const membersSchema = z
  .array(memberSchema)
  .min(1)
  .max(limits.membersPerVersionSet.value)
  .superRefine((members, context) => {
    members.forEach(({ service }, index) => {
      if (members.findIndex((other) => other.service === service) !== index)
        context.addIssue({ code: 'custom', path: [index, 'service'], message: `${service} is listed twice` })
    })
  })

export const versionSetSchema = z.object({
  name: setNameSchema,
  members: z.array(memberSchema.extend({ digest: digestSchema, pipeline: nameSchema })),
  /** What was tested, and where its report lies. */
  note: z.string().max(4_000),
  recordedBy: z.string(),
  recordedAtMs: z.int(),
})
export type VersionSet = z.infer<typeof versionSetSchema>

export const versionSetUnknown = defineError(
  'version-set.unknown',
  'missing',
  'No version set of that name is recorded.',
  (name: string) => ({
    message: `There is no version set ${name}.`,
    fields: [{ path: 'name', message: `${name} is not recorded` }],
    wayOut: '`houston version-set list` lists them.',
  }),
)

export const versionSetTaken = defineError(
  'version-set.taken',
  'conflict',
  'The version set is recorded already with other members; a recorded set never changes.',
  (name: string) => ({
    message: `Version set ${name} is recorded with other members.`,
    fields: [{ path: 'members', message: 'differ from the recorded ones' }],
    wayOut: 'Record it under a new name.',
  }),
)
