/** `node bench/correlate.ts --case DIR`: a case of files, judged as the bench judges its own. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'houston-case-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const write = (file: string, ...lines: unknown[]): void =>
  writeFileSync(join(directory, file), lines.map((line) => JSON.stringify(line)).join('\n'))

interface Report {
  readonly summary: { readonly pages: number }
  readonly pages: readonly { readonly cause: { readonly cause: string } }[]
  readonly groups: readonly {
    readonly alerts: readonly number[]
    readonly page: boolean
    readonly causes: readonly { readonly cause: string; readonly change: string | null }[]
    readonly proposal: { readonly releaseId: string } | null
  }[]
}

function run(): Report {
  const bench = join(import.meta.dirname, 'correlate.ts')
  const printed: unknown = JSON.parse(
    execFileSync(process.execPath, [bench, '--case', directory], { encoding: 'utf8' }),
  )
  return printed as Report
}

const alert = (time: unknown, service: string, name: string, state = 'firing'): unknown => ({
  time,
  service,
  name,
  state,
  labels: { severity: 'critical' },
  text: `${name} on ${service}`,
})

describe('a recorded case', () => {
  it('is one page with the change that caused it, and its alerts by line', () => {
    write('graph.json', {
      nodes: ['web', 'api', 'db', 'mail'],
      edges: [
        ['web', 'api'],
        ['api', 'db'],
      ],
    })
    write(
      'alerts.jsonl',
      alert('2026-03-02T12:03:00Z', 'web', 'Slow'),
      alert('2026-03-02T12:01:00Z', 'db', 'Errors'),
      alert('2026-03-02T12:02:00Z', 'api', 'Errors'),
      alert('2026-03-02T12:02:00Z', 'api', 'Errors'),
      alert('2026-03-02T12:30:00Z', 'db', 'Errors', 'resolved'),
    )
    write('changes.jsonl', { time: '2026-03-02T11:58:00Z', service: 'db', id: 'deploy-9' })
    const report = run()
    expect(report.summary.pages).toBe(1)
    expect(report.groups).toHaveLength(1)
    expect(report.groups[0]?.alerts.toSorted()).toEqual([0, 1, 2, 3, 4])
    expect(report.groups[0]?.causes[0]).toMatchObject({ cause: 'db', change: 'deploy-9' })
    expect(report.groups[0]?.proposal?.releaseId).toBe('deploy-9')
  })

  it('reads times in seconds and does without changes', () => {
    write('graph.json', { nodes: [{ id: 'web' }, { id: 'api' }], edges: [{ caller: 'web', callee: 'api' }] })
    write('alerts.jsonl', alert(60, 'api', 'Down'), alert(90, 'web', 'Slow'), alert(95, 'web', 'Errors'))
    expect(run().pages[0]?.cause.cause).toBe('api')
  })
})

describe('a case with faults', () => {
  const problemsOf = (): string[] => {
    const bench = join(import.meta.dirname, 'correlate.ts')
    const { status, stderr } = spawnSync(process.execPath, [bench, '--case', directory], { encoding: 'utf8' })
    expect(status).toBe(2)
    return stderr
      .trim()
      .split('\n')
      .map((line) => line.replace(directory, ''))
  }

  it('names every one of them with its file and line', () => {
    write('graph.json', { nodes: [], edges: [] })
    write('alerts.jsonl', alert(60, 'api', 'Down'), 'x', { time: 'soon', service: 'api', name: 'Down' }, { time: 5 })
    write('changes.jsonl', { time: 5, service: 'api' })
    expect(problemsOf()).toEqual([
      '/alerts.jsonl:2: not an object: "x"',
      '/alerts.jsonl:3: time is none: soon',
      '/alerts.jsonl:4: it has no service',
      '/changes.jsonl:1: it has no id',
    ])
    rmSync(join(directory, 'graph.json'))
    expect(problemsOf()[0]).toMatch(/^\/graph\.json: ENOENT/)
  })

  it('takes graphs with cycles, services that nobody knows, empty lines and alerts out of order', () => {
    write('graph.json', {
      nodes: ['web', 'api'],
      edges: [
        ['web', 'api'],
        ['api', 'web'],
        ['api', 'api'],
      ],
    })
    const text = [alert(120, 'web', 'Slow'), alert(60, 'api', 'Down'), alert(90, 'ghost', 'Down')]
    writeFileSync(join(directory, 'alerts.jsonl'), `\n${text.map((one) => JSON.stringify(one)).join('\n\n')}\n`)
    const report = run()
    expect(report.summary.pages).toBeGreaterThanOrEqual(1)
    expect(report.groups.flatMap(({ alerts }) => alerts).toSorted((a, b) => a - b)).toEqual([1, 3, 5])
  })
})

describe('the storm generator', () => {
  it('shares no code with what it tests', () => {
    const storm = join(import.meta.dirname, 'storm')
    for (const file of readdirSync(storm))
      for (const [, from] of readFileSync(join(storm, file), 'utf8').matchAll(/from '([^']+)'/g))
        expect(from).toMatch(/^\.\/[a-z]+\.ts$/)
  })
})
