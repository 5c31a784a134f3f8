/** Families of adapters by name, of which a function's bundle has those that it declared. */
import { defineError } from '../error.ts'

/** By name; undefined in a function that has not declared them. */
export type Adapters<Make> = Readonly<Record<string, Make>> | undefined

export const adaptersNotCarried = defineError(
  'function.adapters-not-carried',
  'bug',
  'A function uses adapters that it has not declared in the topology: they are not in its bundle.',
  (family: string) => ({
    message: `This function carries no adapters of the family ${family}.`,
    wayOut: `Add them to the function's needs in infra/domain, and deploy it again.`,
  }),
)

/** Throws `function.adapters-not-carried`, or what `unknown` gives for a name that none has. */
export function chosen<Make>(
  adapters: Adapters<Make>,
  family: string,
  name: string,
  unknown: (known: readonly string[]) => Error,
): Make {
  if (adapters === undefined) throw adaptersNotCarried(family)
  const make = Object.hasOwn(adapters, name) ? adapters[name] : undefined
  if (make === undefined) throw unknown(Object.keys(adapters))
  return make
}
