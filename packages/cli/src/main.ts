/** The `houston` command. */
import { Command, CommanderError } from 'commander'
import { addAlarms } from './command/alarms.ts'
import { addAlerts } from './command/alerts.ts'
import { addAlterCommands } from './command/alter.ts'
import { addApply } from './command/apply.ts'
import { addArtifacts } from './command/artifact.ts'
import { addBackup, addRestore } from './command/backup.ts'
import { addCheckResult } from './command/check-result.ts'
import { addDeclare } from './command/declare.ts'
import { addDemo } from './command/demo.ts'
import { addDescribe } from './command/describe.ts'
import { addDlq } from './command/dlq.ts'
import { addEscalation } from './command/escalation.ts'
import { addFlag } from './command/flag.ts'
import { addFleet } from './command/fleet.ts'
import { addFreeze } from './command/freeze.ts'
import { addGate } from './command/gate.ts'
import { addGroups } from './command/groups.ts'
import { addIncident } from './command/incident.ts'
import { addInit } from './command/init.ts'
import { addJudge } from './command/judge.ts'
import { addLeadtime } from './command/leadtime.ts'
import { addLevers } from './command/lever.ts'
import { addLogs } from './command/logs.ts'
import { addOncall } from './command/oncall.ts'
import { addPipeline } from './command/pipeline.ts'
import { addRelease } from './command/release.ts'
import { addReview } from './command/review.ts'
import { addRollback } from './command/rollback.ts'
import { addRoute } from './command/route.ts'
import { addSilence } from './command/silence.ts'
import { addSlo } from './command/slo.ts'
import { addStatus } from './command/status.ts'
import { addStatusPage } from './command/status-page.ts'
import { addUp } from './command/up.ts'
import { addVersionSet } from './command/version-set.ts'
import { CommandFailure, exitStatus } from './exit.ts'

// `houston status | head` closes the pipe early: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

const program = new Command('houston')
  .description('Takes a change to production in waves, watches it, and takes it back.')
  .version('0.1.0')
  .enablePositionalOptions()
  .showHelpAfterError('(see houston --help)')
  .exitOverride()
  .addHelpText(
    'after',
    `
Exit status: 0 done, 1 failed, 2 wrong command line, 3 no Houston answers, 4 refused, 5 the release did not complete.

Examples:
  houston up                              run Houston here until Ctrl-C
  houston demo                            watch one good and one bad release
  houston init                            write commented examples into houston/
  houston apply houston/                  declare services and pipelines from files
  houston status                          what is moving, live
  houston pipeline checkout               the path to production, and what is on it
  houston release checkout 9f31c2 --wait  release a recorded build and wait for its end
`,
  )

for (const add of [
  addUp,
  addDemo,
  addInit,
  addApply,
  addPipeline,
  addArtifacts,
  addVersionSet,
  addRelease,
  addAlterCommands,
  addStatus,
  addStatusPage,
  addLeadtime,
  addLogs,
  addRollback,
  addFlag,
  addFleet,
  addFreeze,
  addGate,
  addDescribe,
  addCheckResult,
  addDlq,
  addJudge,
  addDeclare,
  addIncident,
  addLevers,
  addReview,
  addBackup,
  addRestore,
  addEscalation,
  addOncall,
  addAlerts,
  addGroups,
  addSilence,
  addRoute,
  addSlo,
  addAlarms,
])
  add(program)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = statusOf(error)
}

function statusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.usage
  const asJson = process.argv.includes('--json')
  const facts =
    error instanceof CommandFailure ? error.facts : { message: error instanceof Error ? error.message : String(error) }
  process.stderr.write(`${asJson ? JSON.stringify({ error: facts }, null, 2) : facts.message}\n`)
  return error instanceof CommandFailure ? error.status : exitStatus.failed
}
