/** `houston status`: what is moving, live; or one release with its waves. */
import { dayMs } from '@houston/core/clock.ts'
import { type ReleaseItem, type ReleaseView, waitOf } from '@houston/core/release'
import type { Command } from 'commander'
import type { Client } from '../client.ts'
import { print, printJson, table } from '../output.ts'
import { assessmentLines } from '../view/assessment.ts'
import { follow } from '../view/follow.ts'
import { releaseLines, waitTitle } from '../view/release.ts'
import { clientOf, common, flagsOf } from './context.ts'

export function addStatus(program: Command): void {
  common(program.command('status [release]'))
    .description('what is moving and what ended today; one release with its waves; --follow keeps it on the screen')
    .option('-f, --follow', 'keep it on the screen until everything has ended')
    .addHelpText('after', '\nExamples:\n  houston status\n  houston status --follow\n  houston status rel_01… --json')
    .action(async (releaseId: string | undefined, { follow: live }: { follow?: boolean }, command: Command) => {
      const client = clientOf(command)
      if (live === true)
        return void (await follow(
          client,
          releaseId === undefined ? (await active(client)).map(({ id }) => id) : [releaseId],
        ))
      if (releaseId !== undefined) return showOne(client, releaseId, flagsOf(command).json)
      const [moving, ended] = await Promise.all([active(client), endedToday(client)])
      if (flagsOf(command).json) return printJson({ moving, ended })
      print(listing(moving, ended))
    })
}

const list = async (client: Client, input: Record<string, unknown>): Promise<readonly ReleaseItem[]> =>
  (await client.command<{ items: ReleaseItem[] }>('release.list', input)).items

const active = (client: Client) => list(client, {})

/** The runtime's clock may run faster than ours: its day is asked for. */
async function endedToday(client: Client): Promise<readonly ReleaseItem[]> {
  const { nowMs } = await client.request<{ nowMs: number }>('GET', '/local/status').catch(() => ({ nowMs: Date.now() }))
  const days = await Promise.all([list(client, { endedOnMs: nowMs }), list(client, { endedOnMs: nowMs - dayMs })])
  return days.flat().slice(0, 20)
}

async function showOne(client: Client, releaseId: string, json: boolean): Promise<void> {
  const view = await client.command<ReleaseView>('release.get', { releaseId })
  if (json) return printJson(view)
  print([...releaseLines(view), ...assessmentLines(view)].join('\n'))
}

function listing(moving: readonly ReleaseItem[], ended: readonly ReleaseItem[]): string {
  const row = (release: ReleaseItem): string[] => {
    const { id, service, version, state, waves, waveIndex, reason } = release
    const wait = waitOf(release)
    const why = wait === undefined ? (reason?.sentence ?? '') : `${waitTitle(wait)}: ${wait.sentence}`
    return [id, service, version, state, waves[waveIndex]?.name ?? '', why]
  }
  if (moving.length + ended.length === 0) return 'Nothing is moving, and nothing ended today.'
  return table(['release', 'service', 'version', 'state', 'wave', 'reason'], [...moving, ...ended].map(row))
}
