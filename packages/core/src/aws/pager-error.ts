/** What an error of an AWS client means to a page. */
import { meaningOf, resultOf, type StatusMeaning } from '../http/pager-answer.ts'
import type { PageResult } from '../port/pager.ts'

/** By the error's name, where its status alone would mislead. */
const named: Readonly<Record<string, StatusMeaning>> = {
  ThrottlingException: 'throttled',
  Throttled: 'throttled',
  ThrottledException: 'throttled',
  TooManyRequestsException: 'throttled',
  LimitExceededException: 'throttled',
  SendingPausedException: 'provider-failed',
  AccountSuspendedException: 'credentials-refused',
  MailFromDomainNotVerifiedException: 'credentials-refused',
  AuthorizationErrorException: 'credentials-refused',
  AuthorizationError: 'credentials-refused',
  AccessDeniedException: 'credentials-refused',
  InvalidParameterException: 'address-invalid',
  InvalidParameter: 'address-invalid',
  OptedOutException: 'address-invalid',
  OptedOut: 'address-invalid',
  MessageRejected: 'message-refused',
  AbortError: 'timed-out',
  TimeoutError: 'timed-out',
}

interface AwsFailure {
  readonly $metadata?: { readonly httpStatusCode?: number }
}

/** The message of an AWS error may repeat an address; its name and status say enough. */
export function pageResultOfAws(provider: string, error: unknown): PageResult {
  if (!(error instanceof Error)) return resultOf('answer-lost', `${provider} failed`)
  const status = (error as Error & AwsFailure).$metadata?.httpStatusCode
  const meaning = named[error.name] ?? (status === undefined ? 'unreachable' : meaningOf(status))
  return resultOf(
    meaning === 'sent' ? 'answer-lost' : meaning,
    `${provider} answered ${error.name}${status ? ` (${status})` : ''}`,
  )
}
