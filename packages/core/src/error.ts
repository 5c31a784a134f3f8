/** The error taxonomy: every refusal has a stable code, a kind, a sentence, the fields at fault and a way out. */
export const errorKinds = ['input', 'denied', 'missing', 'conflict', 'limit', 'retryable', 'bug'] as const
export type ErrorKind = (typeof errorKinds)[number]

/** One field at fault: `path` as in `waves[2].weightPercent`, empty for the whole input. */
export interface FieldProblem {
  readonly path: string
  readonly message: string
}

export interface ErrorFacts {
  /** The fields at fault, all of them at once. */
  readonly fields?: readonly FieldProblem[]
  /** What the caller can do about it, one sentence. */
  readonly wayOut?: string
  readonly cause?: unknown
}

/** An error with a code of the form `noun.what-is-wrong`, declared once through `defineError`. */
export class HoustonError extends Error {
  override readonly name = 'HoustonError'
  readonly code: string
  readonly kind: ErrorKind
  readonly fields: readonly FieldProblem[]
  readonly wayOut: string | undefined

  constructor(code: string, kind: ErrorKind, message: string, facts: ErrorFacts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause })
    this.code = code
    this.kind = kind
    this.fields = facts.fields ?? []
    this.wayOut = facts.wayOut
  }
}

export interface ErrorDeclaration<Facts extends unknown[]> {
  (...facts: Facts): HoustonError
  readonly code: string
  readonly kind: ErrorKind
  readonly summary: string
  /** True where `error` is one of this declaration's. */
  is(error: unknown): error is HoustonError
}

const declared = new Map<string, { code: string; kind: ErrorKind; summary: string }>()

/**
 * Declares an error. `summary` is the documentation's sentence; `describe` makes the sentence with the facts of the case.
 * The same code cannot be declared twice.
 */
export function defineError<Facts extends unknown[]>(
  code: string,
  kind: ErrorKind,
  summary: string,
  describe: (...facts: Facts) => string | ({ message: string } & ErrorFacts),
): ErrorDeclaration<Facts> {
  if (declared.has(code)) throw new Error(`error code ${code} is declared twice`)
  declared.set(code, { code, kind, summary })
  const make = (...facts: Facts): HoustonError => {
    const described = describe(...facts)
    if (typeof described === 'string') return new HoustonError(code, kind, described)
    const { message, ...rest } = described
    return new HoustonError(code, kind, message, rest)
  }
  const is = (error: unknown): error is HoustonError => error instanceof HoustonError && error.code === code
  return Object.assign(make, { code, kind, summary, is })
}

/** Every declared error, by code: what the documentation is generated from. */
export function declaredErrors(): readonly { code: string; kind: ErrorKind; summary: string }[] {
  return [...declared.values()].sort((a, b) => (a.code < b.code ? -1 : 1))
}
