/** Dead letters: deliveries given up, with the attributes AWS writes on the message in a dead-letter queue. */
import type { Failure, RetryCondition } from './retry-decision.ts'

export interface DeadLetterAttributes {
  readonly RULE_ARN: string
  readonly TARGET_ARN: string
  readonly ERROR_CODE: string
  readonly ERROR_MESSAGE: string
  /** Missing where no retry was made because none could help. */
  readonly EXHAUSTED_RETRY_CONDITION?: RetryCondition
  /** Retries after the first attempt. */
  readonly RETRY_ATTEMPTS: number
}

export interface DeadLetter {
  readonly id: number
  readonly eventId: string
  readonly rule: string
  readonly target: string
  readonly replay: string | undefined
  readonly deadMs: number
  /** The whole event's text. */
  readonly body: string
  readonly attributes: DeadLetterAttributes
}

export function deadLetterAttributes(
  arns: { readonly ruleArn: string; readonly targetArn: string },
  failure: Failure,
  attempts: number,
  condition: RetryCondition | undefined,
): DeadLetterAttributes {
  return {
    RULE_ARN: arns.ruleArn,
    TARGET_ARN: arns.targetArn,
    ERROR_CODE: failure.code,
    ERROR_MESSAGE: failure.message,
    ...(condition !== undefined && { EXHAUSTED_RETRY_CONDITION: condition }),
    RETRY_ATTEMPTS: Math.max(0, attempts - 1),
  }
}
