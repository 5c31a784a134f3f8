/** What every command shares: where Houston's directory is, how to answer. */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { Client, findAddress } from '../client.ts'
import { print, printJson } from '../output.ts'

export interface GlobalFlags {
  readonly directory: string
  readonly json: boolean
}

export const flagsOf = (command: Command): GlobalFlags => {
  const { directory, json } = command.opts<{ directory: string; json?: boolean }>()
  return { directory: resolve(directory), json: json === true }
}

export const clientOf = (command: Command): Client => new Client(findAddress(flagsOf(command).directory))

/** The options of nearly every command. */
export const common = (command: Command): Command =>
  command
    .option('--directory <path>', 'where a local Houston keeps everything', '.houston')
    .option('--json', 'print JSON for programs')

/** JSON where programs read, else the text. */
export function answer(command: Command, value: unknown, text: string): void {
  if (flagsOf(command).json) printJson(value)
  else print(text)
}
