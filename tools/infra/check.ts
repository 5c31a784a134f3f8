/**
 * `npm run infra:check`: installs SST's components, type-checks sst.config.ts, evaluates it for dev and production, writes the golden
 * summaries and runs the tests over what was recorded.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { alarmPage } from './alarm-page.ts'
import type { BundleSize } from './bundle.ts'
import type { RecordedResource } from './mock.ts'
import { installPlatform, typeProblems } from './platform.ts'

const root = join(import.meta.dirname, '../..')
const stages = ['dev', 'production'] as const

const say = (text: string): boolean => process.stdout.write(`${text}\n`)

/** With people in production, without in dev: both shapes of a deployment are looked at. */
const environmentOf = {
  dev: {},
  production: { HOUSTON_OIDC_ISSUER: 'https://issuer.example/houston', HOUSTON_OIDC_CLIENT: 'houston.console' },
} as const satisfies Record<(typeof stages)[number], Record<string, string>>

function run(command: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): void {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    // What is only made when it is asked for is asked for, so that it is checked too.
    env: { HOUSTON_MANIFESTS: 'examples/alarms', ...process.env, HOUSTON_INFRA_RECORDED: '1', ...environment },
  })
  if (status !== 0) process.exit(status ?? 1)
}

say(`SST ${installPlatform(root)} components are in .sst/platform`)
const problems = typeProblems(root)
if (problems.length > 0) {
  say(problems.join('\n'))
  process.exit(1)
}
say('sst.config.ts and infra/aws type-check')
mkdirSync(join(root, 'test/golden'), { recursive: true })
for (const stage of stages) {
  const file = join(root, `.sst/recorded-${stage}.json`)
  // Both stages run the same handlers: the first one's bundles stand for the second's.
  const [first] = stages
  const bundled = stage === first ? [] : ['--bundles', join(root, `.sst/recorded-${first}.json`)]
  run(process.execPath, ['tools/infra/evaluate.ts', '--stage', stage, '--out', file, ...bundled], environmentOf[stage])
  const { resources, bundles } = JSON.parse(readFileSync(file, 'utf8')) as {
    resources: RecordedResource[]
    bundles: (BundleSize & { handler: string })[]
  }
  writeFileSync(join(root, `test/golden/resources-${stage}.txt`), summary(resources))
  if (stage === 'production') writeFileSync(join(root, 'docs/plane-alarms.md'), alarmPage(resources))
  say(
    `${stage}: ${resources.length} resources, ${bundles.length} bundles, the largest ${Math.max(...bundles.map(({ ownAtStart }) => ownAtStart))} bytes at the start and ${Math.max(...bundles.map(({ own }) => own))} in all, without AWS's clients`,
  )
}
run('npx', ['vitest', 'run', 'test/infra'])

/** One line a resource, sorted: what a review of the deployment reads. */
function summary(resources: readonly RecordedResource[]): string {
  const lines = resources
    // The console's files bear hashes in their names: test/infra looks at them.
    .filter(({ type, name }) => type.startsWith('aws:') && !name.startsWith('ConsoleFile-'))
    .map(({ type, name }) => `${type.replace(/^aws:.*:/, '')} ${name}`)
  return `${lines.sort().join('\n')}\n`
}
