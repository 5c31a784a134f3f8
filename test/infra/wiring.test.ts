/** What calls what: each task of a state machine may be invoked by it, each rule takes the events it is for, and no others. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { topology } from '../../infra/topology.ts'
import { compilePattern, matchesPattern, readEventFields } from '../../packages/local/src/eventbridge/index.ts'
import { type Machine, statesOf } from '../tidy/wiring.ts'
import { isRecorded, ofType, stages } from './recorded.ts'

const fixtureDirectory = new URL('../fixtures/events/', import.meta.url)
const fixtures = readdirSync(fixtureDirectory)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({ file, text: readFileSync(new URL(file, fixtureDirectory), 'utf8') }))

interface Policy {
  readonly Statement: readonly { readonly Action: readonly string[]; readonly Resource: readonly string[] }[]
}

describe.runIf(isRecorded).each(stages)('the machines of %s', (stage) => {
  const allowedTo = (machine: string, action: string): string[] => {
    const role = ofType(stage, 'aws:iam/role:Role').get(`${machine}MachineRole`)
    const policies = (role?.inlinePolicies ?? []) as readonly { readonly policy: string }[]
    return policies
      .flatMap(({ policy }) => (JSON.parse(policy) as Policy).Statement)
      .filter(({ Action }) => Action.includes(action))
      .flatMap(({ Resource }) => Resource)
  }
  const deployed = (): Set<string> =>
    new Set([...ofType(stage, 'aws:lambda/function:Function').values()].map(({ name }) => String(name)))

  it.each(Object.keys(topology.machines))(
    '%s calls deployed functions that its role lets it invoke, and no others',
    (name) => {
      const machine = ofType(stage, 'aws:sfn/stateMachine:StateMachine').get(`${name}Machine`)
      const states = statesOf(JSON.parse(String(machine?.definition)) as Machine)
      const called = states.flatMap(([, { Arguments }]) => Arguments?.FunctionName ?? [])
      const started = states.flatMap(([, { Arguments }]) => Arguments?.StateMachineArn ?? [])
      for (const arn of called) expect(deployed()).toContain(arn.slice(arn.lastIndexOf(':') + 1))
      expect(new Set(allowedTo(name, 'lambda:InvokeFunction'))).toEqual(new Set(called))
      expect(new Set(allowedTo(name, 'states:StartExecution'))).toEqual(new Set(started))
    },
  )

  it.each(Object.keys(topology.machines))('%s retries or catches what each of its tasks may fail with', (name) => {
    const machine = ofType(stage, 'aws:sfn/stateMachine:StateMachine').get(`${name}Machine`)
    const states = statesOf(JSON.parse(String(machine?.definition)) as Machine)
    for (const [state, facts] of states.filter(([, { Resource }]) => Resource?.includes(':lambda:invoke')))
      expect('Retry' in facts || 'Catch' in facts, state).toBe(true)
  })
})

describe.runIf(isRecorded).each(stages)('the rules of %s', (stage) => {
  it.each(topology.rules.map(({ name }) => name))(
    '%s takes the events that the embedded bus gives it, and no others',
    (name) => {
      const rule = ofType(stage, 'aws:cloudwatch/eventRule:EventRule').get(`${name}Rule`)
      const pattern = compilePattern(String(rule?.eventPattern))
      const local = compilePattern(JSON.stringify(topology.rules.find((facts) => facts.name === name)?.pattern))
      const taken = (by: typeof pattern): string[] =>
        fixtures.filter(({ text }) => matchesPattern(by, readEventFields(text))).map(({ file }) => file)
      expect(taken(pattern).length).toBeGreaterThan(0)
      expect(taken(pattern)).toEqual(taken(local))
    },
  )

  it('listens for AWS’s events on the default bus, where AWS publishes them, and for Houston’s on its own', () => {
    const rules = ofType(stage, 'aws:cloudwatch/eventRule:EventRule')
    for (const { name, pattern } of topology.rules) {
      const ofAws = JSON.stringify(pattern.source).includes('"aws.')
      expect(rules.get(`${name}Rule`)?.eventBusName, name).toBe(ofAws ? 'default' : `houston-${stage}-bus`)
    }
  })

  it('publishes a schema of every event that a rule takes', () => {
    const schemas = [...ofType(stage, 'aws:schemas/schema:Schema').values()]
    const names = schemas.map(({ name }) => name)
    for (const { pattern } of topology.rules) {
      const [source] = [pattern.source].flat().map(String)
      if (source?.startsWith('aws.') ?? true) continue
      // A rule without a detail-type takes every event: each has a schema of its own by its other rules.
      for (const type of [pattern['detail-type'] ?? []].flat())
        expect(names).toContain(`houston.${String(type).split('.')[0]}@${type}`)
    }
    for (const { name, content } of schemas)
      expect(Buffer.byteLength(String(content)), String(name)).toBeLessThan(100_000)
  })

  it('archives everything on the bus', () => {
    const [archive] = ofType(stage, 'aws:cloudwatch/eventArchive:EventArchive').values()
    expect(archive?.retentionDays).toBe(stage === 'production' ? 90 : 7)
  })
})
