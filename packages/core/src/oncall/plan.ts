/** A plan: a schedule with its rotations, and the exceptions that count, made ready to be asked. */
import { type Exceptions, isKnown, noExceptions, type Override, type Temporary } from './exception.ts'
import { type Coverage, coverageOf } from './layer.ts'
import type { RotationSpec } from './rotation.ts'
import { type Layer, type Role, roles, rotationUnknown, type Schedule } from './schedule.ts'

export interface Plan {
  readonly schedule: Schedule
  /** The first layer lies at the bottom. */
  readonly layersOf: ReadonlyMap<Role, readonly Coverage[]>
  /** Those that count, in the order of their recording. */
  readonly exceptions: Exceptions
}

export type RotationsByName = ReadonlyMap<string, RotationSpec>

/** Without exceptions. Throws `oncall.rotation-unknown` with every layer at fault. */
export function planOf(schedule: Schedule, rotations: RotationsByName): Plan {
  const missing: { path: string; rotation: string }[] = []
  const lookUp = ({ rotation }: Layer, path: string): RotationSpec | undefined => {
    if (typeof rotation !== 'string') return rotation
    const found = rotations.get(rotation)
    if (found === undefined) missing.push({ path, rotation })
    return found
  }
  const found = roles.flatMap((role) =>
    (schedule.roles[role]?.layers ?? []).map((layer, index) => {
      return { role, layer, rotation: lookUp(layer, `roles.${role}.layers[${index}].rotation`) }
    }),
  )
  if (missing.length > 0) throw rotationUnknown(schedule.name, missing)
  const layersOf = new Map<Role, Coverage[]>()
  for (const { role, layer, rotation } of found) {
    const layers = layersOf.get(role) ?? []
    layers.push(coverageOf(layer, rotation, schedule.timeZone))
    layersOf.set(role, layers)
  }
  return { schedule, layersOf, exceptions: noExceptions }
}

/** The plan with those of the exceptions that belong to its schedule and were known then; later records lie over earlier ones. */
export function withExceptions(plan: Plan, exceptions: Exceptions, knownAtMs: number): Plan {
  const { name } = plan.schedule
  const counting = <Item extends Override | Temporary>(items: readonly Item[]): Item[] =>
    items
      .filter((item) => item.schedule === name && isKnown(item, knownAtMs))
      .sort((a, b) => a.recordedAtMs - b.recordedAtMs || (a.id < b.id ? -1 : 1))
  return {
    ...plan,
    exceptions: { overrides: counting(exceptions.overrides), temporaries: counting(exceptions.temporaries) },
  }
}
