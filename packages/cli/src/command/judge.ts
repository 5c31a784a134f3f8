/** `houston judge`: verdicts replayed from their evidence, and gates tried over recorded series before anybody trusts them. */
import { readFileSync } from 'node:fs'
import { Judge } from '@houston/core/judge'
import type { ReleaseView, WaveEvidence } from '@houston/core/release'
import type { Command } from 'commander'
import { parse } from 'yaml'
import * as z from 'zod'
import { CommandFailure, exitStatus } from '../exit.ts'
import { paint } from '../output.ts'
import { answer, clientOf, common } from './context.ts'

export function addJudge(program: Command): void {
  const judge = program
    .command('judge')
    .description('replay verdicts from their evidence; try gates over recorded series')
  addReplay(judge)
  addBacktest(judge)
  addCalibrate(judge)
}

function addReplay(judge: Command): void {
  common(judge.command('replay <release>'))
    .description(
      'reach the verdict of each wave again from its stored evidence; exit status 1 where one differs by a byte',
    )
    .option('--wave <index>', 'only this wave, from 0')
    .addHelpText('after', '\nExample:\n  houston judge replay rel_01…')
    .action(async (releaseId: string, { wave }: { wave?: string }, command: Command) => {
      const client = clientOf(command)
      const { waves } = await client.command<ReleaseView>('release.get', { releaseId })
      const wanted = waves.filter(({ index }) => wave === undefined || index === Number(wave))
      const replays = await Promise.all(
        wanted.map(async ({ index, name }) => {
          const { evidence, verdict } = await client.command<WaveEvidence>('release.evidence', {
            releaseId,
            waveIndex: index,
          })
          const replayed = Judge.replay(evidence)
          return {
            wave: name,
            same: JSON.stringify(replayed) === verdict,
            ticks: evidence.trimEnd().split('\n').length - 1,
            verdict: replayed,
          }
        }),
      )
      const lines = replays.map(
        ({ wave: name, same, ticks, verdict }) =>
          `${same ? paint('green', 'same  ') : paint('red', 'DIFFERS')}  ${name}, ${ticks} ticks: ${verdict.sentence}`,
      )
      answer(command, { replays }, lines.join('\n'))
      if (replays.some(({ same }) => !same))
        throw new CommandFailure(exitStatus.failed, 'A replayed verdict differs from the stored one.')
    })
}

/** A preset's name, or a file with a gate in YAML or JSON. */
function readGate(nameOrFile: string): Judge.Gate {
  if (Object.hasOwn(Judge.presets, nameOrFile)) return Judge.presets[nameOrFile as Judge.PresetName]
  return checked(nameOrFile, Judge.gateSchema)
}

function checked<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new CommandFailure(
      exitStatus.usage,
      `${file} is neither a file nor a preset (${Object.keys(Judge.presets).join(', ')}).`,
    )
  }
  const parsed = schema.safeParse(parsedText(file, text))
  if (!parsed.success) throw new CommandFailure(exitStatus.refused, `${file}:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}

function parsedText(file: string, text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100 })
  } catch (error) {
    throw new CommandFailure(exitStatus.refused, `${file} is neither YAML nor JSON: ${(error as Error).message}`)
  }
}

function addBacktest(judge: Command): void {
  common(judge.command('backtest'))
    .description('run a gate over recorded series: what would have been said, and when')
    .requiredOption('--gate <file>', 'a gate in YAML or JSON, or a preset')
    .requiredOption(
      '--history <file>',
      'series: { tickSeconds, metrics: { <id>: { canary: [[requests, events], …], stable: […] } } }',
    )
    .addHelpText('after', '\nExample:\n  houston judge backtest --gate gate.yaml --history tuesday.json')
    .action(({ gate, history }: { gate: string; history: string }, command: Command) => {
      const result = Judge.backtest(readGate(gate), checked(history, Judge.historySchema) as Judge.HistoryInput)
      answer(command, result, `${result.id}, tick ${result.tick}: ${result.verdict.sentence}`)
    })
}

const slices = z.array(z.array(z.tuple([z.number(), z.number()]).nullable()))
const calibrationSchema = z.strictObject({
  tickSeconds: z.number().positive(),
  ticksPerWave: z.int().positive(),
  metrics: z.record(z.string(), slices),
})

function addCalibrate(judge: Command): void {
  common(judge.command('calibrate'))
    .description('judge the stable fleet against itself: how often the gate cries wolf')
    .requiredOption('--gate <file>', 'a gate in YAML or JSON, or a preset')
    .requiredOption(
      '--stable <file>',
      'slices: { tickSeconds, ticksPerWave, metrics: { <id>: [slice][tick] = [requests, events] } }',
    )
    .addHelpText('after', '\nExample:\n  houston judge calibrate --gate health --stable yesterday.json')
    .action(({ gate, stable }: { gate: string; stable: string }, command: Command) => {
      const { metrics, ...options } = checked(stable, calibrationSchema)
      const result = Judge.calibrate(readGate(gate), metrics, options)
      answer(command, result, calibrationText(result))
      if (result.runs === result.blind)
        throw new CommandFailure(exitStatus.failed, 'Nothing is known of how often the gate cries wolf.')
    })
}

function calibrationText({ runs, falseAlarms, safe, undecided, blind, rate, rateAtMost }: Judge.Calibration): string {
  const share = (value: number): string => `${(100 * value).toFixed(2)} %`
  if (runs === 0) return 'The series hold no whole wave: fewer ticks than ticksPerWave, or no slices.'
  if (blind === runs)
    return `None of ${runs} waves could be seen: each needs the gate's metrics, in two slices or more.`
  return [
    `${falseAlarms} of ${runs - blind} waves of the stable fleet against itself were called harm: ${share(rate)}, at most ${share(rateAtMost)} with 95 % confidence.`,
    `${safe} were safe, ${undecided} undecided; ${blind} more could not be seen.`,
  ].join('\n')
}
