/** `houston gate`: every check of the gate that a release stands at or comes to next. */
import { isoTime } from '@houston/core/clock.ts'
import type { CheckDecision, GateDecision } from '@houston/core/gate'
import type { GateView } from '@houston/core/passage'
import type { Command } from 'commander'
import { padEnd, paint } from '../output.ts'
import { answer, clientOf, common } from './context.ts'

export function addGate(program: Command): void {
  common(program.command('gate <release>'))
    .description('every check of the gate that a release stands at or comes to next, as it would be decided now')
    .addHelpText('after', '\nExample:\n  houston gate rel_01…')
    .action(async (releaseId: string, _: unknown, command: Command) => {
      const view = await clientOf(command).command<GateView>('passage.explain', { releaseId })
      answer(command, view, gateLines(view).join('\n'))
    })
}

export function gateLines({ release, wave, now, passages, passers = {} }: GateView): string[] {
  const lane = release.lane === undefined || release.lane === 'ordinary' ? '' : ` (${release.lane})`
  const title = `${paint('bold', release.service)} ${release.version}${lane} is ${release.state}`
  if (wave === undefined || now === undefined) {
    const past = passages.map(({ wave: name, decision }) => `  ${name}: ${decision.sentence}`)
    return [`${title}; no gate comes any more`, ...past]
  }
  const answerText = now.kind === 'open' ? 'open' : now.kind === 'closed' ? 'closed' : 'waits'
  const lines = [`${title}; the gate before ${wave.name}, ${wave.weightPercent} %: ${answerText}`]
  return [...lines, ...now.checks.flatMap((check) => checkLines(check, passers[check.check])), ...openingLine(now)]
}

const marks = { open: ['green', '✔'], closed: ['red', '✘'], 'waits-for': ['yellow', '●'] } as const

function checkLines(
  { check, kind, reason, sentence, passedOver }: CheckDecision,
  passer: string | undefined,
): string[] {
  const [style, mark] = marks[kind]
  const over = passedOver === undefined ? '' : paint('dim', ` Passed over: ${passedOver.sentence}`)
  const line = `  ${paint(style, mark)} ${padEnd(check, 10)} ${padEnd(reason, 20)} ${sentence}${over}`
  return passer === undefined ? [line] : [line, paint('dim', `      can pass it: ${passer}`)]
}

const openingLine = ({ opensAtMs }: GateDecision): string[] =>
  opensAtMs === undefined ? [] : [`  All open at ${isoTime(opensAtMs)}.`]
