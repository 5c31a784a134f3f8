/** What a traffic driver refuses, by code: the same for every driver, so that callers need not know which one answers. */
import { defineError } from '../error.ts'

export const targetUnreachable = defineError(
  'traffic.target-unreachable',
  'retryable',
  'The target that moves the traffic did not answer, or failed.',
  (service: string, detail: string, cause?: unknown) => ({
    message: `the target of ${service} cannot be reached: ${detail}`,
    wayOut: 'Traffic stays as it is; the call may be repeated.',
    ...(cause !== undefined && { cause }),
  }),
)

export const throttled = defineError(
  'traffic.throttled',
  'retryable',
  'The target asked to be called less often.',
  (service: string) => `the target of ${service} is throttling`,
)

export const accessRefused = defineError(
  'traffic.access-refused',
  'denied',
  "The target did not accept the driver's credentials.",
  (service: string) => ({
    message: `the target of ${service} refused the driver's credentials`,
    wayOut: 'Give the driver the token or role that the target accepts.',
  }),
)

export const targetUnknown = defineError(
  'traffic.target-unknown',
  'missing',
  'There is no such target.',
  (service: string, address: string) => `no target for ${service} at ${address}`,
)

export const targetInvalid = defineError(
  'traffic.target-invalid',
  'input',
  "The target's address is not one that its driver understands.",
  (address: string, expected: string) => ({
    message: `the address ${JSON.stringify(address)} is not ${expected}`,
    fields: [{ path: 'address', message: `must be ${expected}` }],
  }),
)

export const versionUnknown = defineError(
  'traffic.version-unknown',
  'missing',
  'The version is not prepared on the target.',
  (service: string, version: string) => ({
    message: `${service} has no version ${version} ready to serve`,
    wayOut: 'Prepare the version first.',
  }),
)

export const versionDiffers = defineError(
  'traffic.version-differs',
  'conflict',
  'A version of this name already runs from another artifact.',
  (service: string, version: string, digest: string, running: string) =>
    `${service} ${version} runs from ${running}, not from ${digest}`,
)

export const versionInUse = defineError(
  'traffic.version-in-use',
  'conflict',
  'The version takes traffic, or is the stable one.',
  (service: string, version: string, detail: string) => `${service} ${version} is in use: ${detail}`,
)

export const versionInvalid = defineError(
  'traffic.version-invalid',
  'input',
  'The version cannot be started: its location means nothing to the driver, or it never became healthy.',
  (service: string, version: string, detail: string) => ({
    message: `${service} ${version} cannot serve: ${detail}`,
    fields: [{ path: 'location', message: detail }],
  }),
)

export const weightInvalid = defineError(
  'traffic.weight-invalid',
  'input',
  'The weight is not a share of the traffic.',
  (weightPercent: number) => ({
    message: `a weight of ${weightPercent} % is not between 0 and 100`,
    fields: [{ path: 'weightPercent', message: 'must be a number from 0 to 100' }],
  }),
)

export const weightInexpressible = defineError(
  'traffic.weight-inexpressible',
  'input',
  'The target cannot send exactly that share of the traffic; a rounded share would be judged as another one.',
  (weightPercent: number, possible: string) => ({
    message: `a weight of ${weightPercent} % cannot be set exactly: ${possible}`,
    fields: [{ path: 'weightPercent', message: possible }],
  }),
)

export const notReady = defineError(
  'traffic.not-ready',
  'retryable',
  'The target is on its way to what was asked for; asking again later finds it there.',
  (service: string, detail: string) => `${service} is not ready: ${detail}`,
)

export const targetBusy = defineError(
  'traffic.target-busy',
  'retryable',
  'The target is in the middle of another change and takes no second one.',
  (service: string, detail: string) => `the target of ${service} is busy: ${detail}`,
)

export const stateUnclear = defineError(
  'traffic.state-unclear',
  'conflict',
  'What is in force is not traffic of one stable version and at most one canary.',
  (service: string, detail: string) => ({
    message: `the traffic of ${service} cannot be told: ${detail}`,
    wayOut: 'Somebody set the target up by hand; put it into a state with one stable version and at most one canary.',
  }),
)

export const drifted = defineError(
  'traffic.drifted',
  'conflict',
  'What is in force is not what was last asked for: someone else moved the traffic.',
  (service: string, expected: string, found: string) => ({
    message: `the traffic of ${service} drifted: expected ${expected}, found ${found}`,
    wayOut: 'Read what is in force, find out who moved it, then decide again from there.',
  }),
)
