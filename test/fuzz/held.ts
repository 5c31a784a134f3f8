/** Runs a parser on hostile input and holds it to what every parser of outside input owes. */
import { HoustonError } from '@houston/core/error.ts'
import fc from 'fast-check'
import { expect } from 'vitest'
import { ZodError } from 'zod'

/** Generous on a busy machine; an exponential parser takes minutes. */
const patienceMs = 5_000

const isRefusal = (error: unknown, also: readonly (new (...facts: never[]) => Error)[]): boolean =>
  error instanceof ZodError ||
  (error instanceof HoustonError && error.kind !== 'bug') ||
  also.some((kind) => error instanceof kind)

export interface Held<Input> {
  readonly input: fc.Arbitrary<Input>
  readonly parse: (input: Input) => unknown
  /** Errors that are this parser's way to refuse. */
  readonly refusals?: readonly (new (
    ...facts: never[]
  ) => Error)[]
  readonly runs?: number
}

/** It answers or refuses by name, in time, and leaves every object as it was. */
export function hold<Input>({ input, parse, refusals = [], runs = 300 }: Held<Input>): void {
  fc.assert(
    fc.property(input, (value) => {
      const startedMs = performance.now()
      try {
        parse(value)
      } catch (error) {
        if (!isRefusal(error, refusals)) throw error
      }
      expect(performance.now() - startedMs).toBeLessThan(patienceMs)
      expect('polluted' in {}).toBe(false)
    }),
    { numRuns: runs, seed: 20_260_302 },
  )
}
