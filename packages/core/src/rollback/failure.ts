/** Why a state machine gave up, as it hands it over: what it was doing, and the cause as Step Functions has it. */
import * as z from 'zod'
import { reasonSchema } from '../release/index.ts'

const lambdaCauseSchema = z.object({ errorMessage: z.string() })

/** A function's cause is JSON with a stack trace, which is for the log; people want its message. Any other text is taken as it is. */
export function plainCause(cause: string): string {
  try {
    const parsed = lambdaCauseSchema.safeParse(JSON.parse(cause))
    return parsed.success ? parsed.data.errorMessage : cause
  } catch {
    // Step Functions cuts causes at 32,768 characters: what is left is no JSON.
    return /"errorMessage":"((?:[^"\\]|\\.)*)"/.exec(cause)?.[1] ?? cause
  }
}

export const failureSchema = z
  .object({ ...reasonSchema.shape, cause: z.string().default('') })
  .transform(({ code, sentence, cause }) => ({
    code,
    sentence: cause === '' ? sentence : `${sentence}: ${plainCause(cause)}`,
  }))
