/** The rules themselves, each over a sample that breaks it and one that keeps to it. */
import { describe, expect, it } from 'vitest'
import { keysInStores, noAmbientState } from './core.ts'
import { handlers } from './handler.ts'
import { header, names, quiet } from './header.ts'
import { direction, resolveImport, sdkClients } from './imports.ts'
import { knownPaths, strayReferences } from './reference.ts'
import { describeFinding, type Rule } from './rule.ts'
import { fileSize, functionSize, functionSizes } from './size.ts'
import { parseSources } from './source.ts'
import { markedOperations, narrowImports } from './surface.ts'
import { handlerFindings, machineFindings } from './wiring.ts'

const parse = (path: string, text: string) => parseSources(new Map([[path, text]]))
const found = (rule: Rule, path: string, text: string): string[] =>
  parse(path, text).flatMap(rule.check).map(describeFinding)
const lines = (count: number, line: string): string => `${line}\n`.repeat(count)

describe('sizes', () => {
  it('takes a file of 300 lines and no longer one', () => {
    expect(found(fileSize, 'a.ts', lines(300, 'f()'))).toEqual([])
    expect(found(fileSize, 'a.ts', lines(301, 'f()'))).toEqual(['a.ts has 301 lines; split it by idea'])
  })

  it('takes a function of 69 lines and no longer one, wherever it stands', () => {
    const ofLines = (count: number): string => `class A { #m() {\n${lines(count - 2, 'f()')}} }\n`
    expect(found(functionSize, 'a.ts', ofLines(69))).toEqual([])
    expect(found(functionSize, 'a.ts', ofLines(70))).toEqual(['a.ts:1 a function of 70 lines; name its parts'])
  })

  it('counts the tests of a group and not the group', () => {
    const text = `describe('x', () => {\n  it('y', () => {\n${lines(80, 'f()')}  })\n})\n`
    expect(functionSizes(parse('a.test.ts', text)[0] as never).map(({ lines }) => lines)).toEqual([82])
  })
})

describe('headers and names', () => {
  it('wants a sentence on the first line of a file, after the line that names its interpreter', () => {
    expect(found(header, 'a.ts', '/** What it is. */\nf()\n')).toEqual([])
    expect(found(header, 'a.ts', '#!/usr/bin/env node\n/**\n * What it is.\n */\nf()\n')).toEqual([])
    expect(found(header, 'a.ts', '/// <reference path="./x.d.ts" />\n\n/** What it is. */\nf()\n')).toEqual([])
    expect(found(header, 'a.ts', '/** */\nf()\n')).toEqual(['a.ts:1 has no header comment'])
    expect(found(header, 'a.ts', 'f()\n/** late */\n')).toEqual(['a.ts:1 has no header comment'])
  })

  it.each(['core/utils/a.ts', 'core/helpers.ts', 'core/CamelCase.ts', 'core/snake_case.ts'])('refuses %s', (path) => {
    expect(found(names, path, 'f()')).toHaveLength(1)
  })

  it('keeps the console for command-line programs', () => {
    expect(found(quiet, 'packages/core/src/a.ts', 'console.log(1)')).toHaveLength(1)
    expect(found(quiet, 'packages/cli/src/a.ts', 'console.log(1)')).toEqual([])
    expect(found(quiet, 'packages/core/src/a.ts', '// console.log\nf("console.log")')).toEqual([])
  })
})

describe('imports', () => {
  it.each([
    ['packages/core/src/release/a.ts', '../pipeline/store.ts'],
    ['packages/core/src/release/a.ts', '../pipeline/pipeline.ts'],
    ['packages/core/src/release/a.ts', '../aws/index.ts'],
    ['packages/core/src/release/a.ts', '@houston/local/stream'],
    ['packages/core/src/id.ts', './release/index.ts'],
    ['packages/core/src/port/a.ts', '../release/index.ts'],
    ['packages/core/src/aws/a.ts', '../release/index.ts'],
    ['packages/local/src/a.ts', '@houston/core/release'],
    ['functions/tasks/a.ts', '@houston/core/release/store.ts'],
    ['functions/tasks/a.ts', '@houston/local/stream'],
    ['infra/a.ts', '../functions/tasks/a.ts'],
    ['packages/console/src/a.ts', '@houston/core/release'],
  ])('refuses that %s imports %s', (path, specifier) => {
    expect(found(direction, path, `import { x } from '${specifier}'`)).toHaveLength(1)
    expect(found(direction, path, `export type { x } from '${specifier}'`)).toHaveLength(1)
    expect(found(direction, path, `const x = await import('${specifier}')`)).toHaveLength(1)
  })

  it.each([
    ['packages/core/src/release/a.ts', '../pipeline/index.ts'],
    ['packages/core/src/release/a.ts', './store.ts'],
    ['packages/core/src/release/a.ts', '../port/table.ts'],
    ['packages/core/src/release/a.test.ts', '../pipeline/store.ts'],
    ['functions/tasks/a.ts', '@houston/core/release'],
    ['infra/a.ts', '../functions/middleware/settings.ts'],
    ['packages/core/src/release/a.ts', 'zod'],
  ])('lets %s import %s', (path, specifier) => {
    expect(found(direction, path, `import {\n  x,\n} from '${specifier}'`)).toEqual([])
  })

  it('reads a package’s name as its folder', () => {
    expect(resolveImport('infra/a.ts', '@houston/core/id.ts')).toBe('packages/core/src/id.ts')
    expect(resolveImport('infra/a.ts', '@houston/core/release')).toBe('packages/core/src/release/index.ts')
  })

  it('keeps SDK clients in core/src/aws, and their types in ports', () => {
    const client = `{ X } from '@aws-sdk/client-sfn'`
    expect(found(sdkClients, 'packages/core/src/aws/a.ts', `import ${client}`)).toEqual([])
    expect(found(sdkClients, 'packages/core/src/port/a.ts', `import type ${client}`)).toEqual([])
    expect(found(sdkClients, 'packages/core/src/port/a.ts', `import ${client}`)).toHaveLength(1)
    expect(found(sdkClients, 'packages/core/src/release/a.ts', `import type ${client}`)).toHaveLength(1)
    expect(found(sdkClients, 'functions/middleware/a.ts', `import ${client}`)).toHaveLength(1)
  })
})

describe('what a bundle carries', () => {
  it('lets a noun’s surface be imported whole, and only whole', () => {
    const path = 'packages/core/src/watch/a.ts'
    expect(found(direction, path, `import * as Release from '../release/surface.ts'`)).toEqual([])
    expect(found(direction, path, `import { startWave } from '../release/surface.ts'`)).toHaveLength(1)
    expect(found(direction, path, `import * as Store from '../release/store.ts'`)).toHaveLength(1)
  })

  it('refuses a surface by way of the index', () => {
    const text = `import { Release, type ReleaseItem } from '@houston/core/release'`
    expect(found(narrowImports, 'functions/tasks/a.ts', text)).toHaveLength(1)
    expect(found(narrowImports, 'packages/cli/src/a.ts', text)).toEqual([])
    expect(found(narrowImports, 'functions/tasks/a.ts', text.replace('Release, ', ''))).toEqual([])
  })

  it('wants the mark at each operation', () => {
    const path = 'packages/core/src/release/a.ts'
    expect(found(markedOperations, path, 'export const a = defineOperation({}, f)')).toHaveLength(1)
    expect(found(markedOperations, path, 'export const a = /* @__PURE__ */ defineOperation({}, f)')).toEqual([])
  })
})

describe('core', () => {
  it.each(['Date.now()', 'new Date()', 'Math.random()', 'process.env.X', 'performance.now()', 'randomUUID()'])(
    'takes no %s from outside',
    (use) => {
      expect(found(noAmbientState, 'packages/core/src/a.ts', `const x = ${use}`)).toHaveLength(1)
      expect(found(noAmbientState, 'packages/core/src/aws/a.ts', `const x = ${use}`)).toEqual([])
    },
  )

  it('may turn a given time into a date', () => {
    expect(found(noAmbientState, 'packages/core/src/a.ts', 'const x = new Date(timeMs)')).toEqual([])
  })

  it('builds keys in stores only', () => {
    const text = ['const a = { pk: `release#', '{id}` }'].join('$')
    expect(found(keysInStores, 'packages/core/src/release/person.ts', text)).toHaveLength(1)
    expect(found(keysInStores, 'packages/core/src/release/store.ts', text)).toEqual([])
    expect(found(keysInStores, 'packages/core/src/commit.ts', text)).toEqual([])
    expect(found(keysInStores, 'packages/core/src/release/person.ts', 'const a = { pk: activeReleases }')).toEqual([])
    expect(found(keysInStores, 'packages/core/src/release/person.ts', 'defineEntity({})')).toHaveLength(1)
  })
})

describe('handlers', () => {
  const kept = 'export const handler = taskHandler(Release.begin)\n'
  it.each([
    ['longer than 25 lines', `${kept}${lines(25, 'f()')}`],
    ['with an if', `${kept}if (x) f()`],
    ['with a choice', `${kept}const y = x ? 1 : 2`],
    ['with a try', `${kept}try { f() } catch {}`],
    ['with an SDK client', `import { X } from '@aws-sdk/client-sfn'\n${kept}`],
    ['without a handler', 'export const other = 1'],
  ])('are not %s', (_, text) => {
    expect(found(handlers, 'functions/tasks/a.ts', text)).toHaveLength(1)
    expect(found(handlers, 'functions/middleware/a.ts', text)).toEqual([])
  })

  it('are those of the topology, by name and file', () => {
    const functions = { BeginRelease: { handler: 'functions/tasks/begin-release.handler' } }
    const wired = { functions, machines: {} }
    expect(handlerFindings(['functions/tasks/begin-release.ts'], wired)).toEqual([])
    expect(handlerFindings([], wired)).toHaveLength(1)
    expect(handlerFindings(['functions/tasks/begin-release.ts', 'functions/tasks/other.ts'], wired)).toHaveLength(1)
    const misnamed = { functions: { Begin: functions.BeginRelease }, machines: {} }
    expect(handlerFindings(['functions/tasks/begin-release.ts'], misnamed)).toHaveLength(1)
  })
})

describe('state machines', () => {
  const task = {
    Type: 'Task',
    Comment: 'Does it.',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: ['$', '{DoIt}'].join('') },
  }
  const wired = { functions: { DoIt: { handler: '' } }, machines: {} }
  const findings = (states: Record<string, object>) => machineFindings('m', { Comment: 'M.', States: states }, wired)

  it('comment on each state, inside maps too, and name their tasks', () => {
    expect(findings({ DoIt: task })).toEqual([])
    expect(findings({ DoIt: { ...task, Comment: '' } })).toHaveLength(1)
    const inner = { Comment: 'In.', States: { DoIt: { ...task, Comment: '' } } }
    expect(findings({ All: { Type: 'Map', Comment: 'All.', ItemProcessor: inner } })).toHaveLength(1)
    expect(findings({ DoIt: { ...task, Retry: [{ ErrorEquals: ['Houston.Retryable'] }] } })).toHaveLength(1)
    expect(findings({ DoIt: { ...task, Retry: [{ ErrorEquals: ['States.ALL'] }] } })).toEqual([])
    expect(findings({ Other: task })).toHaveLength(1)
    expect(findings({ DoIt: { ...task, Arguments: { FunctionName: 'arn' } } })).toHaveLength(1)
  })
})

describe('references', () => {
  const known = knownPaths(['docs/a.md', 'packages/core/src/id.ts'])
  const up = '..'
  it('lead to something in the repository', () => {
    expect(
      strayReferences('docs/a.md', `see ${up}/packages/core and \`${up}/packages/core/src/id.ts\`.`, known),
    ).toEqual([])
    expect(strayReferences('docs/a.md', `see ${up}/elsewhere/b.md`, known)).toHaveLength(1)
    expect(strayReferences('docs/a.md', `see ${up}/${up}/elsewhere`, known)).toHaveLength(1)
    expect(strayReferences('docs/a.md', `in ${['', 'home', 'somebody', 'x'].join('/')}`, known)).toHaveLength(1)
  })
})
