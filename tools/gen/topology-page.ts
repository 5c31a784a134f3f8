/** docs/generated/topology.md */
import type { FunctionNeeds, TargetFacts, Topology } from '../../infra/topology-types.ts'
import { type Machine, machineDiagram } from './machine-diagram.ts'
import { code, mermaid, page, table } from './markdown.ts'
import { read } from './repository.ts'

const targetOf = (target: TargetFacts): string => `${target.kind} ${code(target.name)}`

function needsOf(needs: FunctionNeeds): string {
  return Object.entries(needs)
    .map(([need, value]) => `${need}: ${Array.isArray(value) ? value.map(code).join(', ') : String(value)}`)
    .join('; ')
}

function functionTable({ functions }: Topology): string {
  return table(
    ['Function', 'What it does', 'File', 'Needs', 'Memory, time'],
    Object.entries(functions).map(([name, { handler, summary, needs, memoryMb, timeoutSec }]) => {
      const file = handler.replace(/\.\w+$/, '.ts')
      return [code(name), summary, code(file), needsOf(needs), `${memoryMb} MB, ${timeoutSec} s`]
    }),
  )
}

function ruleTable({ rules }: Topology): string {
  return table(
    ['Rule', 'What it is for', 'Pattern', 'Target', 'Retries'],
    rules.map(({ name, summary, pattern, target, retry }) => [
      code(name),
      summary,
      code(JSON.stringify(pattern)),
      targetOf(target),
      `${retry.attempts} in ${retry.ageSec} s`,
    ]),
  )
}

function machineParts({ machines }: Topology): string[] {
  return Object.entries(machines).flatMap(([name, { file, summary }]) => {
    const machine = JSON.parse(read(file)) as Machine
    return [`### ${name}`, `${summary}: ${code(file)}. ${machine.Comment ?? ''}`, mermaid(machineDiagram(machine))]
  })
}

export function topologyPage(topology: Topology): string {
  return page(
    'Topology',
    '`infra/topology.ts` and `statemachines/`',
    'What is deployed, and what the embedded runtime runs: one list.',
    '## Functions',
    functionTable(topology),
    '## Rules of the bus',
    ruleTable(topology),
    '## Schedules',
    table(
      ['Schedule', 'What it is for', 'When', 'Target'],
      topology.schedules.map(({ name, summary, expression, target }) => [
        code(name),
        summary,
        code(expression),
        targetOf(target),
      ]),
    ),
    '## Routes',
    table(
      ['Route', 'Function', 'The caller proves itself by'],
      topology.routes.map(({ method, path, function: name, caller }) => [
        code(`${method} ${path}`),
        code(name),
        caller,
      ]),
    ),
    '## Queues',
    table(
      ['Queue', 'What it is for', 'Function', 'Batch', 'Tries, again after'],
      topology.queues.map(({ name, summary, function: taker, batchSize, windowSec, concurrency, ...facts }) => [
        code(name),
        summary,
        code(taker),
        `${batchSize} in ${windowSec} s, ${concurrency} at once`,
        `${facts.attempts}, ${facts.visibilitySec} s`,
      ]),
    ),
    '## Streams of the table',
    table(
      ['Stream', 'Function', 'Batch', 'Filter', 'Attempts'],
      topology.streams.map(({ name, function: taker, batchSize, filter, attempts }) => [
        code(name),
        code(taker),
        `${batchSize}`,
        code(JSON.stringify(filter)),
        `${attempts}`,
      ]),
    ),
    '## State machines',
    ...machineParts(topology),
  )
}
