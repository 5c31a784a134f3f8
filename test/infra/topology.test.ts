/** Every entry of the topology became its resource, and nothing else did. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { topology } from '../../infra/topology.ts'
import { isRecorded, ofType, recorded, stages } from './recorded.ts'

const names = (of: ReadonlyMap<string, unknown>): string[] => [...of.keys()].sort()

describe.runIf(isRecorded).each(stages)('the deployment of %s', (stage) => {
  it('has each function of the topology, and no other', () => {
    const deployed = [...ofType(stage, 'aws:lambda/function:Function').values()]
    expect(deployed.map(({ name }) => name).sort()).toEqual(
      Object.keys(topology.functions)
        .map((name) => `houston-${stage}-${name}`)
        .sort(),
    )
  })

  it('runs each function on arm64 and Node 24, traced, with its declared size', () => {
    for (const inputs of ofType(stage, 'aws:lambda/function:Function').values()) {
      const name = String(inputs.name).slice(`houston-${stage}-`.length)
      const facts = topology.functions[name]
      expect(inputs).toMatchObject({
        runtime: 'nodejs24.x',
        architectures: ['arm64'],
        memorySize: facts?.memoryMb,
        timeout: facts?.timeoutSec,
        tracingConfig: { mode: 'Active' },
      })
      expect(inputs).toMatchObject({ loggingConfig: { logFormat: 'JSON' } })
    }
  })

  it('has each rule with the very pattern that the embedded bus uses', () => {
    const rules = ofType(stage, 'aws:cloudwatch/eventRule:EventRule')
    expect(names(rules)).toEqual(
      [
        ...topology.rules.map(({ name }) => `${name}Rule`),
        ...topology.schedules.map(({ name }) => `${name}Schedule`),
      ].sort(),
    )
    for (const { name, pattern } of topology.rules)
      expect(JSON.parse(String(rules.get(`${name}Rule`)?.eventPattern))).toEqual(pattern)
  })

  it('gives each rule a retry policy and a dead-letter queue', () => {
    const targets = ofType(stage, 'aws:cloudwatch/eventTarget:EventTarget')
    for (const { name, retry } of topology.rules) {
      expect(targets.get(`${name}Target`)).toMatchObject({
        retryPolicy: { maximumRetryAttempts: retry.attempts, maximumEventAgeInSeconds: retry.ageSec },
        deadLetterConfig: { arn: expect.stringContaining(`${name}-dead-letters`) },
      })
    }
  })

  it('has each route, and permission for it', () => {
    const keys = [...ofType(stage, 'aws:apigatewayv2/route:Route').values()].map(({ routeKey }) => routeKey)
    // The console's own ones lead to the same functions: test/infra/site.test.ts.
    const own = keys.filter((key) => !String(key).includes(' /console/'))
    expect(own.sort()).toEqual(topology.routes.map(({ method, path }) => `${method} ${path}`).sort())
    const permitted = [...ofType(stage, 'aws:lambda/permission:Permission').values()].filter(
      ({ principal }) => principal === 'apigateway.amazonaws.com',
    )
    expect(new Set(permitted.map((permission) => permission.function))).toEqual(
      new Set(topology.routes.map((route) => `houston-${stage}-${route.function}`)),
    )
  })

  it('has each machine with its definition, every placeholder filled with something deployed', () => {
    const machines = ofType(stage, 'aws:sfn/stateMachine:StateMachine')
    expect(names(machines)).toEqual(
      Object.keys(topology.machines)
        .map((name) => `${name}Machine`)
        .sort(),
    )
    for (const [name, { file }] of Object.entries(topology.machines)) {
      const definition = String(machines.get(`${name}Machine`)?.definition)
      expect(definition).not.toMatch(/\$\{\w+\}/)
      const wanted = [...readFileSync(file, 'utf8').matchAll(/\$\{(\w+)\}/g)].length
      const functions = [...definition.matchAll(/arn:aws:lambda:[^"]*:function:houston-\w+-(\w+)/g)].map(
        ([, found = '']) => found,
      )
      const children = [...definition.matchAll(/"arn:aws:states:[\w-]+:\d+:stateMachine:/g)]
      expect(functions.length + children.length).toBe(wanted)
      for (const found of functions) expect(topology.functions).toHaveProperty(found)
    }
  })

  it('streams the table to its subscribers: filtered, halved on errors, with a dead-letter queue', () => {
    const mappings = ofType(stage, 'aws:lambda/eventSourceMapping:EventSourceMapping')
    for (const { name, filter, batchSize, attempts } of topology.streams) {
      expect(mappings.get(`${name}Stream`)).toMatchObject({
        batchSize,
        maximumRetryAttempts: attempts,
        bisectBatchOnFunctionError: true,
        functionResponseTypes: ['ReportBatchItemFailures'],
        filterCriteria: { filters: [{ pattern: JSON.stringify(filter) }] },
        destinationConfig: { onFailure: { destinationArn: expect.stringContaining('dead-letters') } },
      })
    }
  })

  it('gives each queue to its function in batches, and what is not handled to its dead-letter queue', () => {
    const mappings = ofType(stage, 'aws:lambda/eventSourceMapping:EventSourceMapping')
    const queues = ofType(stage, 'aws:sqs/queue:Queue')
    for (const { name, batchSize, windowSec, concurrency, attempts, visibilitySec } of topology.queues) {
      expect(mappings.get(`${name}Source`)).toMatchObject({
        batchSize,
        maximumBatchingWindowInSeconds: windowSec,
        functionResponseTypes: ['ReportBatchItemFailures'],
        scalingConfig: { maximumConcurrency: concurrency },
      })
      const { visibilityTimeoutSeconds, redrivePolicy } = queues.get(`${name}Queue`) ?? {}
      expect(visibilityTimeoutSeconds).toBe(visibilitySec)
      expect(JSON.parse(String(redrivePolicy))).toMatchObject({ maxReceiveCount: attempts })
    }
  })

  it('bundles every handler, with its export', () => {
    expect(recorded(stage).bundles.map(({ handler }) => handler)).toEqual(
      Object.values(topology.functions)
        .map(({ handler }) => handler)
        .sort(),
    )
  })
})
