/**
 * `npm run cost:measure`: takes one release through the four waves of the scenarios on the embedded runtime, counts what AWS would
 * bill for it, and writes tools/cost/counts.json. The judge's work is counted per look at a wave, for its looks grow rarer.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn'
import { topology } from '../../infra/topology.ts'
import { Houston } from '../../test/harness/houston.ts'
import { fourWaves } from '../../test/harness/pipeline.ts'
import { type FunctionCount, startMeter } from './meter.ts'
import type { Counts } from './model.ts'

const judge = 'JudgeActiveWaves'
const ticks = 'judge-ticks'
/** Of the machine: as many as fit into a minute. */
const ticksPerMinute = 6
const meter = startMeter()
/** Of the scenario's four waves. */
const soakMinutes = fourWaves.map(({ soak }) => Number.parseInt(soak, 10))

const zero = (): FunctionCount => ({ calls: 0, tableRequests: 0, readUnits: 0, writeUnits: 0 })

interface MachineCount {
  readonly executions: number
  readonly transitions: number
  /** Of the longest execution, and of the shortest. */
  readonly most: number
  readonly least: number
}

async function transitionsOf(houston: Houston): Promise<Record<string, MachineCount>> {
  const { accessKeyId, secretAccessKey } = houston.runtime.secrets
  const client = new SFNClient({
    endpoint: houston.runtime.url,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
  })
  const found: Record<string, MachineCount> = {}
  const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}))
  for (const { stateMachineArn, name = '' } of stateMachines) {
    const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1_000 }))
    let [transitions, most, least] = [0, 0, Number.POSITIVE_INFINITY]
    for (const { executionArn } of executions) {
      const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }))
      // Billed: each state that is entered, each retry, and the start.
      const own = 1 + events.filter(({ type = '' }) => type.endsWith('StateEntered')).length
      transitions += own
      most = Math.max(most, own)
      least = Math.min(least, own)
    }
    found[name] = { executions: executions.length, transitions, most, least }
  }
  client.destroy()
  return found
}

/** One whole release; what the test's own commands cost is not counted. */
async function release() {
  meter.clear()
  const houston = await Houston.start()
  try {
    await houston.declare()
    meter.clear()
    const { releaseId } = await houston.deliver()
    await houston.fastForward('25m')
    const { release: end } = await houston.release(releaseId)
    if (end.state !== 'completed') throw new Error(`the measured release is ${end.state}`)
    const functions = Object.fromEntries(
      [...meter]
        .filter(([name]) => name !== 'Witness' && !name.endsWith('Commands'))
        .map(([name, count]) => [name, { ...count }]),
    )
    const events = houston.events()
    const machines = await transitionsOf(houston)
    const timeline = await houston.timeline(releaseId)
    let looks = 0
    for (const waveIndex of fourWaves.keys()) {
      const { evidence } = await houston.accepted<{ evidence: string }>('release.evidence', { releaseId, waveIndex })
      looks += evidence.trimEnd().split('\n').length - 1
    }
    return { functions, events, machines, timeline, looks }
  } finally {
    await houston.stop()
  }
}

/** What the judge does each minute when there is nothing to judge. */
async function idle(): Promise<FunctionCount> {
  meter.clear()
  const houston = await Houston.start()
  try {
    await houston.fastForward('10m')
    return { ...(meter.get(judge) ?? zero()) }
  } finally {
    await houston.stop()
  }
}

const { functions, events, machines, timeline, looks } = await release()
const resting = await idle()
const judging = functions[judge] ?? zero()
const perCall = (units: number, calls: number): number => Math.max(0, units / Math.max(1, calls))
const bytes = events.reduce((sum, event) => sum + Buffer.byteLength(JSON.stringify(event)), 0)
delete functions[judge]
const { [ticks]: tickMachine, ...releaseMachines } = machines
const activeCalls = judging.calls
const counts: Counts = {
  measuredAt: new Date().toISOString().slice(0, 10),
  topology: { functions: Object.keys(topology.functions).length, rules: topology.rules.length },
  release: {
    waves: fourWaves.length,
    soakMinutes,
    timelineEntries: timeline.length,
    apiRequests: 1,
    events: events.length,
    eventBytes: bytes,
    transitions: Object.values(releaseMachines).reduce((sum, { transitions }) => sum + transitions, 0),
    functions,
  },
  judge: {
    transitionsPerBusyExecution: tickMachine?.most ?? 0,
    callsPerBusyExecution: ticksPerMinute,
    transitionsPerIdleExecution: tickMachine?.least ?? 0,
    readUnitsPerIdleCall: perCall(resting.readUnits, resting.calls),
    writeUnitsPerIdleCall: perCall(resting.writeUnits, resting.calls),
    readUnitsPerLook: (judging.readUnits - activeCalls * perCall(resting.readUnits, resting.calls)) / looks,
    writeUnitsPerLook: (judging.writeUnits - activeCalls * perCall(resting.writeUnits, resting.calls)) / looks,
  },
}
writeFileSync(join(import.meta.dirname, 'counts.json'), `${JSON.stringify(counts, null, 2)}\n`)
process.stdout.write(`${JSON.stringify(counts, null, 2)}\n`)
process.exit(0)
