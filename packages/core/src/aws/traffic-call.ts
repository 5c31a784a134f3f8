/** How every traffic driver calls AWS: with a deadline, in the target's own region, and with AWS's failures in the port's words. */
import * as refused from '../port/traffic-error.ts'

/** One SDK client per region: a target's address says where it is. */
export type ClientOf<Client> = (region: string) => Client

/** A client for each region, made when it is first needed. */
export function perRegion<Client>(make: ClientOf<Client>): ClientOf<Client> {
  const clients = new Map<string, Client>()
  return (region) => {
    const client = clients.get(region) ?? make(region)
    clients.set(region, client)
    return client
  }
}

const throttlingNames = /throttl|TooManyRequests|RequestLimitExceeded|SlowDown|PriorRequestNotComplete/i
const deniedNames =
  /^(AccessDenied|UnrecognizedClient|ExpiredToken|InvalidClientTokenId|NotAuthorized|InvalidSignature)/
const callMs = 10_000

/** Ends a call that AWS leaves unanswered. */
export const deadline = (): { abortSignal: AbortSignal } => ({ abortSignal: AbortSignal.timeout(callMs) })

/** Calls AWS; errors of these names mean that the target is set up in a way that it cannot do what is asked. */
export async function callOrUnclear<T>(
  service: string,
  send: () => Promise<T>,
  ...names: readonly string[]
): Promise<T> {
  try {
    return await call(service, send, ...names)
  } catch (error) {
    if (isAwsError(error, ...names)) throw refused.stateUnclear(service, `${error.name}: ${error.message}`)
    throw error
  }
}

/** True where AWS answered with an error of one of these names. */
export function isAwsError(error: unknown, ...names: readonly string[]): error is Error {
  return error instanceof Error && names.includes(error.name)
}

/**
 * Calls AWS. Errors that `expected` names reach the caller as they are; all others become the port's: throttling, refused
 * credentials, and everything else as a target that cannot be reached, because nothing is known of what it does.
 */
export async function call<T>(service: string, send: () => Promise<T>, ...expected: readonly string[]): Promise<T> {
  try {
    return await send()
  } catch (error) {
    if (!(error instanceof Error)) throw refused.targetUnreachable(service, String(error))
    if (expected.includes(error.name)) throw error
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
    if (status === 429 || throttlingNames.test(error.name)) throw refused.throttled(service)
    if (deniedNames.test(error.name)) throw refused.accessRefused(service)
    throw refused.targetUnreachable(service, `${error.name}: ${error.message}`.slice(0, 300), error)
  }
}
