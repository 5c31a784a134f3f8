/** `houston check-result`: what a security or compliance step found in an artifact, from the job that ran it. */
import { isoTime } from '@houston/core/clock.ts'
import { parseDurationMs } from '@houston/core/duration.ts'
import type { StepResult } from '@houston/core/gate'
import type { Command } from 'commander'
import { CommandFailure, exitStatus } from '../exit.ts'
import { answer, clientOf, common } from './context.ts'

interface Flags {
  readonly evidence: string
  readonly validFor?: string
}

export function addCheckResult(program: Command): void {
  common(program.command('check-result <step> <digest> <passed|failed>'))
    .description('report what a security or compliance step found; needs the token of a service')
    .requiredOption('--evidence <text>', 'where the report lies, or what it says')
    .option('--valid-for <duration>', 'after this it counts as none, such as 7d')
    .addHelpText(
      'after',
      '\nExample:\n  houston check-result dependency-scan sha256:4f… passed --evidence https://ci/1234 --valid-for 7d',
    )
    .action(async (name: string, digest: string, found: string, flags: Flags, command: Command) => {
      if (found !== 'passed' && found !== 'failed')
        throw new CommandFailure(exitStatus.usage, `${found} is neither passed nor failed.`)
      const expiry = await expiryOf(command, flags.validFor)
      const input = { name, digest, passed: found === 'passed', evidence: flags.evidence, ...expiry }
      const result = await clientOf(command).command<StepResult>('gate.report-step', input)
      const until = result.expiresAtMs === undefined ? '' : `, counts until ${isoTime(result.expiresAtMs)}`
      answer(command, result, `${found}: ${name} for ${digest.slice(0, 19)}${until}`)
    })
}

async function expiryOf(command: Command, validFor: string | undefined): Promise<{ expiresAtMs?: number }> {
  if (validFor === undefined) return {}
  const lengthMs = parseDurationMs(validFor)
  if (lengthMs === undefined)
    throw new CommandFailure(exitStatus.usage, `--valid-for ${validFor} is no duration such as 7d.`)
  const status = clientOf(command).request<{ nowMs: number }>('GET', '/local/status')
  const { nowMs } = await status.catch(() => ({ nowMs: Date.now() }))
  return { expiresAtMs: nowMs + lengthMs }
}
