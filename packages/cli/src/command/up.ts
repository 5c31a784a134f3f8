/** `houston up`: Houston on this machine, durable, until Ctrl-C. */
import type { Command } from 'commander'
import { consoleAddress, localToken } from '../client.ts'
import { CommandFailure, exitStatus } from '../exit.ts'
import { paint, print } from '../output.ts'
import { logFile, startRuntimeProcess } from '../runtime-process.ts'
import { common, flagsOf } from './context.ts'

export function addUp(program: Command): void {
  common(program.command('up'))
    .description(
      'run Houston on this machine, durable in its directory, until Ctrl-C; the next start goes on where it stopped',
    )
    .option('--port <number>', 'the port of webhooks and commands', '8500')
    .option('--speed <factor>', 'how many times faster than real time its clock runs', '1')
    .addHelpText('after', '\nExamples:\n  houston up\n  houston up --directory /srv/houston --port 9000')
    .action(async ({ port, speed }: { port: string; speed: string }, command: Command) => {
      const { directory } = flagsOf(command)
      const runtime = await startRuntimeProcess({ directory, port: Number(port), speed: Number(speed) })
      print(`${paint('bold', 'Houston')} runs at ${paint('cyan', runtime.url)}`)
      print(`  console         ${consoleAddress({ url: runtime.url, token: localToken(directory) })}`)
      print(`  graph           ${runtime.url}/graphql`)
      print(`  GitHub webhook  ${runtime.url}/webhooks/github   (secret in ${directory}/secrets.json)`)
      print(`  log             ${logFile(directory)}`)
      print(paint('dim', 'Ctrl-C stops it; the next start goes on where it stopped.'))
      await untilStopped(runtime)
    })
}

/** Ends by a signal, or with a failure where the runtime ends by itself. */
export async function untilStopped(runtime: { readonly ended: Promise<void>; stop(): Promise<void> }): Promise<void> {
  const signal = new Promise<'signal'>((resolve) => {
    process.once('SIGINT', () => resolve('signal'))
    process.once('SIGTERM', () => resolve('signal'))
  })
  if ((await Promise.race([signal, runtime.ended])) !== 'signal') {
    throw new CommandFailure(
      exitStatus.failed,
      'Houston ended by itself; its log says why. Start it again: nothing is lost.',
    )
  }
  print('Stopping …')
  await runtime.stop()
}
