/** Whether state machines, topology and handler files name the same things. */
import { handlerKinds, isHandler } from './handler.ts'
import type { Finding } from './rule.ts'

interface State {
  readonly Type?: string
  readonly Comment?: string
  readonly Resource?: string
  readonly Arguments?: { readonly FunctionName?: string; readonly StateMachineArn?: string }
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[]
  readonly Branches?: readonly Machine[]
  readonly ItemProcessor?: Machine
}
export interface Machine {
  readonly Comment?: string
  readonly States: Readonly<Record<string, State>>
}

/** Every state with its name, those inside Map and Parallel included. */
export function statesOf(machine: Machine): [string, State][] {
  return Object.entries(machine.States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...[...(state.Branches ?? []), ...(state.ItemProcessor ? [state.ItemProcessor] : [])].flatMap(statesOf),
  ])
}

/**
 * What fails in Lambda itself, and with functions that ran out of time or memory. AWS Step Functions developer guide, "Handle
 * transient Lambda service exceptions"; newer runtimes report a timeout as Sandbox.Timedout.
 */
const lambdaFailures = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.TooManyRequestsException',
  'Lambda.SdkClientException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
]

/** Failures of Lambda that a task with a Retry does not try again. */
function unretried({ Retry = [], Resource = '' }: State): string[] {
  const retried = new Set(Retry.flatMap(({ ErrorEquals }) => ErrorEquals))
  if (!Resource.includes(':lambda:invoke') || Retry.length === 0 || retried.has('States.ALL')) return []
  return lambdaFailures.filter((name) => !retried.has(name))
}

export interface Wired {
  readonly functions: Readonly<Record<string, { readonly handler: string }>>
  readonly machines: Readonly<Record<string, { readonly file: string }>>
}

/** `${Name}` of a task must be known; the task file's name is the state's verb phrase. */
export function machineFindings(path: string, machine: Machine, { functions, machines }: Wired): Finding[] {
  const findings: Finding[] = []
  const say = (message: string): void => void findings.push({ path, message })
  if (!machine.Comment) say('the machine has no Comment')
  for (const [name, state] of statesOf(machine)) {
    if (!state.Comment) say(`state ${name} has no Comment`)
    const called = /^\$\{(\w+)\}$/.exec(state.Arguments?.FunctionName ?? '')?.[1]
    const started = /^\$\{([\w-]+)\}$/.exec(state.Arguments?.StateMachineArn ?? '')?.[1]
    if (state.Resource?.includes(':lambda:invoke') && called === undefined) say(`state ${name} names no \${Function}`)
    if (unretried(state).length > 0) say(`state ${name} retries, but not on ${unretried(state).join(', ')}`)
    if (called !== undefined && functions[called] === undefined) say(`state ${name}: no function is called ${called}`)
    if (called !== undefined && called !== name) say(`state ${name} calls ${called}: the state bears its task's name`)
    if (started !== undefined && machines[started] === undefined) say(`state ${name}: no machine is called ${started}`)
  }
  return findings
}

export const kebab = (name: string): string => name.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase()

/** What a function's name says beside its file's name, by kind. */
const suffixes: Readonly<Record<string, string>> = { webhooks: 'Webhook', commands: 'Commands', graph: 'Graph' }

/** The function's name and its file are one thing, and neither is there without the other. */
export function handlerFindings(paths: readonly string[], { functions }: Wired): Finding[] {
  const findings: Finding[] = []
  const files = new Set(paths.filter(isHandler))
  const used = new Set<string>()
  for (const [name, { handler }] of Object.entries(functions)) {
    const path = `${handler.slice(0, handler.lastIndexOf('.'))}.ts`
    used.add(path)
    if (!files.has(path)) findings.push({ path, message: `is the handler of ${name}, but there is no such file` })
    const [, kind = '', file = ''] = /^functions\/(\w+)\/(.+)\.ts$/.exec(path) ?? []
    const expected = kebab(name.replace(new RegExp(`${suffixes[kind] ?? ''}$`), ''))
    if (file !== expected)
      findings.push({ path, message: `is the handler of ${name}; its file should be ${expected}.ts` })
    if (!(handlerKinds as readonly string[]).includes(kind))
      findings.push({ path, message: `${kind} is no kind of trigger` })
  }
  for (const path of files) if (!used.has(path)) findings.push({ path, message: 'is no function of infra/topology.ts' })
  return findings
}
