/** The rules of this repository that a program can see, over every tracked file. Exceptions stand in tidy/exception.ts. */
import { describe, expect, it } from 'vitest'
import { topology } from '../infra/topology.ts'
import { keysInStores, noAmbientState } from './tidy/core.ts'
import { malformedFixtures, missingFixtures } from './tidy/event-fixture.ts'
import { exceptions } from './tidy/exception.ts'
import { handlers } from './tidy/handler.ts'
import { header, names, quiet } from './tidy/header.ts'
import { direction, sdkClients } from './tidy/imports.ts'
import { knownPaths, strayReferences } from './tidy/reference.ts'
import { describeFinding, type Finding } from './tidy/rule.ts'
import { fileSize, functionSize, functionSizes, usualFunctionLines } from './tidy/size.ts'
import { parseSources, readTracked, trackedPaths } from './tidy/source.ts'
import { untried } from './tidy/store.ts'
import { markedOperations, narrowImports } from './tidy/surface.ts'
import { handlerFindings, type Machine, machineFindings } from './tidy/wiring.ts'

const paths = trackedPaths()
const ignored = readTracked('.gitignore')
  .split('\n')
  .filter((line) => line.endsWith('/'))
const known = knownPaths(paths, ignored)
/** What is generated has no author to hold to the style. */
const isScript = (path: string): boolean => /\.(ts|tsx|mts|mjs|js)$/.test(path) && !path.includes('/generated/')
const sources = parseSources(new Map(paths.filter(isScript).map((path) => [path, readTracked(path)])))
const rules = [
  fileSize,
  functionSize,
  header,
  quiet,
  names,
  direction,
  narrowImports,
  markedOperations,
  sdkClients,
  noAmbientState,
  keysInStores,
  handlers,
]
const isExcused = (rule: string, { path }: Finding): boolean =>
  exceptions.some((exception) => exception.rule === rule && exception.path === path)

/** The message of a failing test is the rule, then each place. */
function expectNone(sentence: string, findings: readonly Finding[]): void {
  expect(findings.map(describeFinding), `${sentence}\n${findings.map(describeFinding).join('\n')}\n`).toEqual([])
}

describe('every source', () => {
  it.each(rules)('keeps to the rule $name: $sentence', ({ name, sentence, check }) => {
    expectNone(
      sentence,
      sources.flatMap(check).filter((finding) => !isExcused(name, finding)),
    )
  })

  it('is made of short functions: nine in ten of a part have fewer than 45 lines', () => {
    const parts = Map.groupBy(sources, ({ path }) =>
      path
        .split('/')
        .slice(0, path.startsWith('packages/') ? 2 : 1)
        .join('/'),
    )
    for (const [part, files] of parts) {
      const sizes = files.flatMap(functionSizes)
      const long = sizes.filter(({ lines }) => lines >= usualFunctionLines).length
      expect(
        long,
        `${part}: ${long} of ${sizes.length} functions have ${usualFunctionLines} lines or more`,
      ).toBeLessThanOrEqual(sizes.length / 10)
    }
  })

  it('points at nothing outside of the repository', () => {
    const texts = paths.filter(
      (path) => /\.(ts|tsx|mjs|js|md|json|yaml|yml)$/.test(path) && !/^test\/(fixtures|golden)\//.test(path),
    )
    const findings = texts.flatMap((path) => strayReferences(path, readTracked(path), known))
    expectNone(
      'A relative path in a file leads to something in the repository.',
      findings.filter((finding) => !isExcused('reference', finding)),
    )
  })
})

describe('state machines, topology and handler files', () => {
  it('name the same tasks, and every state says what it is for', () => {
    const machines = paths.filter((path) => path.endsWith('.asl.json'))
    expect(machines).toEqual(
      Object.values(topology.machines)
        .map(({ file }) => file)
        .sort(),
    )
    expectNone(
      'Each state has a Comment, and each task is a function of the topology.',
      machines.flatMap((path) => machineFindings(path, JSON.parse(readTracked(path)) as Machine, topology)),
    )
  })

  it('are complete: no handler without a function, no function without its file', () => {
    expectNone('A function’s name and its file are one thing.', handlerFindings(paths, topology))
  })
})

describe('stores', () => {
  it('have each entity and each finder tried on a real table, by the test beside them', () => {
    const tested = new Map(sources.map(({ path, text }) => [path, text]))
    expectNone(
      'What a store.ts exports is used in its store.test.ts.',
      sources.flatMap((store) => untried(store, tested)),
    )
  })
})

describe('events', () => {
  const fixtures = paths
    .filter((path) => /^test\/fixtures\/events\/.+\.json$/.test(path))
    .map((path) => ({ path, text: readTracked(path) }))

  it('are shown by a fixture for each detail-type that a rule takes', () => {
    expectNone('Each rule has a recorded event that its pattern takes.', missingFixtures(topology.rules, fixtures))
  })

  it('are shown as they are declared', () => {
    expect(fixtures.length).toBeGreaterThan(0)
    expectNone('A fixture fits the declaration of its event.', malformedFixtures(fixtures))
  })
})

describe('the list of exceptions', () => {
  it('excuses only what needs it, with a reason', () => {
    for (const { rule, path, reason } of exceptions) {
      expect(reason.length, `${rule} ${path}`).toBeGreaterThan(20)
      const source = sources.find((candidate) => candidate.path === path)
      const findings =
        rule === 'reference'
          ? strayReferences(path, readTracked(path), known)
          : source && rules.find(({ name }) => name === rule)?.check(source)
      expect(findings?.length, `${rule} holds in ${path} without an exception`).toBeGreaterThan(0)
    }
  })
})
