/** How a demo service behaves: rates and latencies as plain numbers, given by command-line flags or by an artifact's location. */
interface Field {
  readonly min: number
  readonly max: number
  readonly default?: number
  readonly why: string
}

const share = (fallback: number, why: string): Field & { readonly default: number } => ({
  min: 0,
  max: 1,
  default: fallback,
  why,
})
const longestMs = 3_600_000

/** Every knob, its bounds and its default: what the flags, the location and the documentation are made from. */
export const behaviourFields = {
  errorRate: share(0, 'share of the requests answered 500'),
  errorBurst: {
    min: 1,
    max: 50,
    default: 1,
    why: 'errors come in runs of this many, as retries and bad hosts make them',
  },
  latencyMs: { min: 0, max: 10_000, default: 5, why: 'median latency' },
  latencySpread: { min: 0, max: 3, default: 0.3, why: 'sigma of the log-normal latency' },
  slowRate: share(0, 'share of the requests that take slowMs instead'),
  slowMs: { min: 0, max: 10_000, default: 400, why: 'latency of a slow request' },
  orderRate: share(0.9, 'share of the POSTed orders that are taken'),
  orderCents: { min: 0, max: 10_000_000, default: 4_200, why: 'mean value of an order' },
  authFailureRate: share(0, 'share of the requests answered 401'),
  degradesAfterMs: {
    min: 0,
    max: longestMs,
    why: 'time after the start when the degraded figures begin; absent: never',
  },
  degradedErrorRate: { min: 0, max: 1, why: 'error rate once degraded' },
  degradedLatencyMs: { min: 0, max: 10_000, why: 'median latency once degraded' },
  healthFailsAfterMs: {
    min: 0,
    max: longestMs,
    why: 'time after the start when the health check begins to fail; absent: never',
  },
  crashesAfterMs: { min: 0, max: longestMs, why: 'time after the start when the process dies; absent: never' },
} as const satisfies Record<string, Field>

export type BehaviourField = keyof typeof behaviourFields
type Defaulted = {
  [Name in BehaviourField]: (typeof behaviourFields)[Name] extends { default: number } ? Name : never
}[BehaviourField]
export type Behaviour = { readonly [Name in Defaulted]: number } & {
  readonly [Name in Exclude<BehaviourField, Defaulted>]?: number
}

export type ParsedBehaviour =
  | { readonly kind: 'behaviour'; readonly behaviour: Behaviour }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] }

const fieldNames = Object.keys(behaviourFields) as BehaviourField[]

/** The flag of a field: `errorRate` is `--error-rate`. */
export const flagOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** Checks every field at once and fills in the defaults. Unknown names are refused: a typo must not run as a healthy service. */
export function parseBehaviour(input: Readonly<Record<string, unknown>>): ParsedBehaviour {
  const problems = Object.keys(input)
    .filter((name) => !Object.hasOwn(behaviourFields, name))
    .map((name) => `${name} is not a behaviour`)
  const behaviour: Partial<Record<BehaviourField, number>> = {}
  for (const name of fieldNames) {
    const field: Field = behaviourFields[name]
    const value = input[name] ?? field.default
    if (value === undefined) continue
    if (typeof value === 'number' && value >= field.min && value <= field.max) behaviour[name] = value
    else problems.push(`${name} must be a number from ${field.min} to ${field.max}`)
  }
  if (problems.length > 0) return { kind: 'invalid', problems }
  return { kind: 'behaviour', behaviour: behaviour as Behaviour }
}

const scheme = 'fleet:'

/** Reads an artifact's location, `fleet:{"errorRate":0.004}`. */
export function parseLocation(location: string): ParsedBehaviour {
  if (!location.startsWith(scheme)) return { kind: 'invalid', problems: [`the location must begin with ${scheme}`] }
  try {
    const parsed: unknown = JSON.parse(location.slice(scheme.length) || '{}')
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parseBehaviour(parsed as Record<string, unknown>)
  } catch {
    // Falls through: text that is no JSON is as wrong as JSON that is no object.
  }
  return { kind: 'invalid', problems: [`what follows ${scheme} must be a JSON object`] }
}

/** The location of an artifact with this behaviour; the inverse of `parseLocation`. */
export const locationOf = (behaviour: Partial<Behaviour>): string => `${scheme}${JSON.stringify(behaviour)}`

/** The behaviour as command-line arguments of the service process. */
export const behaviourArguments = (behaviour: Behaviour): string[] =>
  fieldNames.flatMap((name) => (behaviour[name] === undefined ? [] : [`--${flagOf(name)}`, String(behaviour[name])]))
