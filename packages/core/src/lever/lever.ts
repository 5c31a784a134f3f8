/** What may be done in an emergency because somebody thought of it before: a lever that sheds load, and a split of traffic between places. */
import * as z from 'zod'
import { revisioned } from '../entity.ts'
import { defineError } from '../error.ts'
import { defineId } from '../id.ts'
import { nameSchema } from '../service/index.ts'

export const leverRunId = defineId('lvr')

const said = z.string().trim().min(1).max(500)
const webhook = z.strictObject({ webhook: z.url({ protocol: /^https?$/ }).max(500) })

export const leverSpecSchema = z.strictObject({
  /** The service that it relieves. */
  service: nameSchema,
  does: said,
  /** What should be seen afterwards. */
  expect: said,
  /** How it is undone. */
  undo: said,
  /** Who does it: a signed webhook, or a flag that is turned off. */
  by: z.union([webhook, z.strictObject({ flag: z.string().min(1).max(100) })]),
})

const targetSchema = z.strictObject({
  name: nameSchema,
  usualPercent: z.int().min(0).max(100),
  /** More than this it does not bear. */
  atMostPercent: z.int().min(0).max(100).default(100),
})

export const splitSpecSchema = z
  .strictObject({
    service: nameSchema,
    targets: z.array(targetSchema).min(2).max(40),
    by: webhook,
  })
  .superRefine(({ targets }, context) => {
    const total = targets.reduce((sum, { usualPercent }) => sum + usualPercent, 0)
    if (total !== 100)
      context.addIssue({
        code: 'custom',
        path: ['targets'],
        message: `the usual shares add up to ${total} %, not 100 %`,
      })
    if (new Set(targets.map(({ name }) => name)).size < targets.length)
      context.addIssue({ code: 'custom', path: ['targets'], message: 'a name stands twice' })
    for (const [index, { usualPercent, atMostPercent }] of targets.entries())
      if (usualPercent > atMostPercent)
        context.addIssue({ code: 'custom', path: ['targets', index], message: 'bears less than its usual share' })
  })

export const leverSchema = z.strictObject({ name: nameSchema, ...leverSpecSchema.shape })
export const splitSchema = z.strictObject({ name: nameSchema, ...splitSpecSchema.shape })
export type Lever = z.output<typeof leverSchema>
export type Split = z.output<typeof splitSchema>

export const leverItemSchema = z.object({
  ...revisioned,
  ...leverSchema.shape,
  /** As its webhook took it last. */
  isPulled: z.boolean(),
  /** What was asked of it last: what was asked before that is not done any more. */
  latestRunId: z.string().optional(),
})
export const weightsSchema = z.record(nameSchema, z.int().min(0).max(100))
export const splitItemSchema = z.object({
  ...revisioned,
  ...splitSchema.shape,
  /** As their webhook took them last; absent: the usual ones. */
  weights: weightsSchema.optional(),
  latestRunId: z.string().optional(),
})

export const leverUnknown = defineError(
  'lever.unknown',
  'missing',
  'No lever or split has that name.',
  (name: string) => ({
    message: `There is no lever or traffic split ${name}.`,
    fields: [{ path: 'name', message: `${name} is not declared` }],
    wayOut: '`houston levers` lists them; declare one as a Lever or TrafficSplit document.',
  }),
)

export const weightsWrong = defineError(
  'lever.weights-wrong',
  'input',
  'Traffic would go where it may not, or more of it than a place bears.',
  (name: string, problems: readonly string[]) => ({
    message: `${name} is not shifted: ${problems.join('; ')}.`,
    fields: problems.map((message) => ({ path: 'weights', message })),
    wayOut: 'Give each place a share that it bears; together they are 100 %.',
  }),
)

/** Everything that is wrong with the shares that somebody asks for; places that are not named get nothing. */
export function weightProblems(
  { targets }: Pick<Split, 'targets'>,
  weights: Readonly<Record<string, number>>,
): readonly string[] {
  const unknown = Object.keys(weights).filter((name) => !targets.some((target) => target.name === name))
  const total = Object.values(weights).reduce((sum, share) => sum + share, 0)
  return [
    ...unknown.map((name) => `${name} is none of ${targets.map((target) => target.name).join(', ')}`),
    ...targets.flatMap(({ name, atMostPercent }) =>
      (weights[name] ?? 0) > atMostPercent ? [`${name} bears at most ${atMostPercent} %, not ${weights[name]} %`] : [],
    ),
    ...(total === 100 ? [] : [`the shares add up to ${total} %`]),
  ]
}
