/** `houston logs`: the runtime's structured log, readable. */
import { createReadStream, existsSync, statSync, unwatchFile, watchFile } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import { CommandFailure, exitStatus } from '../exit.ts'
import { paint, print } from '../output.ts'
import { logFile } from '../runtime-process.ts'
import { common, flagsOf } from './context.ts'

interface Flags {
  readonly follow?: boolean
  readonly level: string
  readonly lines: string
}

const levels = ['DEBUG', 'INFO', 'WARN', 'ERROR']
const tailBytes = 1024 * 1024
const followEveryMs = 300

export function addLogs(program: Command): void {
  common(program.command('logs'))
    .description("the runtime's log")
    .option('-f, --follow', 'go on as it is written')
    .option('--level <level>', 'this level and worse: debug, info, warn, error', 'info')
    .option('-n, --lines <count>', 'the last lines to begin with', '50')
    .addHelpText('after', '\nExamples:\n  houston logs --level warn\n  houston logs -f --json | jq .message')
    .action(async (flags: Flags, command: Command) => {
      const { directory, json } = flagsOf(command)
      const file = logFile(directory)
      if (!existsSync(file)) throw new CommandFailure(exitStatus.unreachable, `There is no ${file} yet.`)
      const size = statSync(file).size
      const shown = (await linesBetween(file, Math.max(0, size - tailBytes), size)).filter((line) =>
        isWanted(line, flags.level),
      )
      for (const line of shown.slice(-Number(flags.lines))) print(json ? line : readable(line))
      if (flags.follow === true)
        await followFile(file, size, (line) => isWanted(line, flags.level) && print(json ? line : readable(line)))
    })
}

async function linesBetween(file: string, start: number, end: number): Promise<string[]> {
  if (end <= start) return []
  const lines: string[] = []
  for await (const line of createInterface({ input: createReadStream(file, { start, end: end - 1 }) })) lines.push(line)
  return lines
}

async function followFile(file: string, from: number, show: (line: string) => void): Promise<void> {
  let position = from
  let reading = Promise.resolve()
  watchFile(file, { interval: followEveryMs }, ({ size }) => {
    reading = reading.then(async () => {
      if (size < position) position = 0
      for (const line of await linesBetween(file, position, size)) show(line)
      position = size
    })
  })
  await new Promise<void>((resolve) => process.once('SIGINT', () => resolve()))
  unwatchFile(file)
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return undefined
  }
}

const isWanted = (line: string, level: string): boolean =>
  levels.indexOf(String(parsed(line)?.level ?? 'ERROR')) >= levels.indexOf(level.toUpperCase())

function readable(line: string): string {
  const entry = parsed(line)
  if (entry === undefined) return line
  const { level, message, timestamp, service: _service, ...facts } = entry
  const style = level === 'ERROR' ? 'red' : level === 'WARN' ? 'yellow' : 'dim'
  const rest = Object.entries(facts).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return `${paint('dim', String(timestamp))} ${paint(style, String(level).padEnd(5))} ${String(message)} ${paint('dim', rest.join(' ').slice(0, 400))}`
}
