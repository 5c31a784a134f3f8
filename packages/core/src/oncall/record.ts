/** Declaring rotations and schedules. Each change of either makes a new version of every schedule that it touches. */
import { commit, eventFor, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { canonicalJson } from '../json.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import type { TableWrite } from '../port/table.ts'
import { rotationRecorded, scheduleRecorded } from './event.ts'
import { oncallLimits } from './limits.ts'
import { planOf } from './plan.ts'
import { type RotationSpec, rotationSchema } from './rotation.ts'
import { type Schedule, scheduleSchema } from './schedule.ts'
import { allSchedules, rotationEntity, scheduleEntity, scheduleVersionEntity } from './store.ts'

export const rotationTooShared = defineError(
  'oncall.rotation-too-shared',
  'limit',
  'More schedules name the rotation than one change may touch.',
  (name: string, count: number) => ({
    message: `${count} schedules name rotation ${name}; at most ${oncallLimits.schedulesPerRotation.value} may.`,
    fields: [{ path: 'name', message: 'is named by too many schedules' }],
    wayOut: 'Give some of the schedules a rotation of their own.',
  }),
)

/** The rotations that a schedule's layers name. */
export const rotationsNamed = ({ roles }: Schedule): readonly string[] => [
  ...new Set(
    Object.values(roles).flatMap((role) =>
      (role?.layers ?? []).flatMap(({ rotation }) => (typeof rotation === 'string' ? [rotation] : [])),
    ),
  ),
]

async function rotationsOf(ctx: Context, schedule: Schedule): Promise<Record<string, RotationSpec>> {
  const names = rotationsNamed(schedule)
  const found = await rotationEntity.batchGet(
    ctx.store,
    names.map((name) => ({ name })),
  )
  return Object.fromEntries(found.flatMap((item) => (item === undefined ? [] : [[item.name, item.spec]])))
}

const versionOf = (ctx: Context, spec: Schedule, rotations: Record<string, RotationSpec>, number: number): TableWrite =>
  scheduleVersionEntity.create({
    revision: 0,
    schedule: spec.name,
    knownFromMs: ctx.nowMs,
    number,
    spec,
    rotations,
    recordedBy: ctx.actor.id,
  })

export const recordSchedule = /* @__PURE__ */ defineOperation(
  {
    name: 'oncall.record-schedule',
    summary: 'Declare a schedule or change it',
    input: scheduleSchema,
    allowedTo: ['admin'],
  },
  (ctx, spec): Promise<{ changed: boolean }> =>
    withRetryOnConflict(async () => {
      const rotations = await rotationsOf(ctx, spec)
      // Refuses a schedule that names a rotation which nobody declared.
      planOf(spec, new Map(Object.entries(rotations)))
      const found = await scheduleEntity.get(ctx.store, { name: spec.name })
      if (found !== undefined && canonicalJson(found.spec) === canonicalJson(spec)) return { changed: false }
      const next = { name: spec.name, spec, revision: found?.revision ?? 0 }
      const number = next.revision + 1
      const aggregate = { id: `schedule:${spec.name}`, sequence: number }
      await commit(ctx, {
        writes: [
          found === undefined ? scheduleEntity.create(next) : scheduleEntity.replace(next),
          versionOf(ctx, spec, rotations, number),
        ],
        events: [eventFor(ctx, scheduleRecorded, aggregate, { schedule: spec.name, number })],
      })
      return { changed: true }
    }),
)

export const recordRotation = /* @__PURE__ */ defineOperation(
  {
    name: 'oncall.record-rotation',
    summary: 'Declare a rotation or change it',
    input: rotationSchema,
    allowedTo: ['admin'],
  },
  (ctx, { name, ...spec }): Promise<{ changed: boolean }> =>
    withRetryOnConflict(async () => {
      const found = await rotationEntity.get(ctx.store, { name })
      if (found !== undefined && canonicalJson(found.spec) === canonicalJson(spec)) return { changed: false }
      const next = { name, spec, revision: found?.revision ?? 0 }
      const schedules = found === undefined ? [] : await schedulesNaming(ctx, name)
      const renewed = await Promise.all(
        schedules.map(async (schedule) => {
          const rotations = { ...(await rotationsOf(ctx, schedule.spec)), [name]: spec }
          const version = versionOf(ctx, schedule.spec, rotations, schedule.revision + 1)
          return [scheduleEntity.replace(schedule), version]
        }),
      )
      const data = { rotation: name, schedules: schedules.map((schedule) => schedule.name) }
      await commit(ctx, {
        writes: [found === undefined ? rotationEntity.create(next) : rotationEntity.replace(next), ...renewed.flat()],
        events: [eventFor(ctx, rotationRecorded, { id: `rotation:${name}`, sequence: next.revision + 1 }, data)],
      })
      return { changed: true }
    }),
)

async function schedulesNaming(ctx: Context, rotation: string) {
  const limit = limits.queryPageItems.value
  const all = await scheduleEntity.queryAll(ctx.store, { ...allSchedules, limit })
  const naming = all.filter(({ spec }) => rotationsNamed(spec).includes(rotation))
  if (naming.length > oncallLimits.schedulesPerRotation.value) throw rotationTooShared(rotation, naming.length)
  // The index may lag behind the items.
  const current = await scheduleEntity.batchGet(ctx.store, naming)
  return current.filter((schedule) => schedule !== undefined)
}
