/** Refusals of event patterns and events, in AWS's words. */
import { AwsError } from '../aws-service.ts'

export const invalidPattern = (reason: string): AwsError =>
  new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`)

export const invalidEvent = (): AwsError => new AwsError('ValidationException', 'Parameter Event is not valid.')
