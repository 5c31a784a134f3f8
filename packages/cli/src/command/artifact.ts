/** `houston artifacts`: what was built of a service, or what a digest is. */

import type { ArtifactItem } from '@houston/core/artifact'
import { isoTime } from '@houston/core/clock.ts'
import type { Command } from 'commander'
import { table } from '../output.ts'
import { answer, clientOf, common } from './context.ts'

export function addArtifacts(program: Command): void {
  common(program.command('artifacts <service-or-digest>'))
    .description('the recorded versions of a service, or everything that has a digest')
    .addHelpText('after', '\nExamples:\n  houston artifacts checkout\n  houston artifacts sha256:6ccc2a…')
    .action(async (asked: string, _: unknown, command: Command) => {
      const client = clientOf(command)
      const { items } = asked.startsWith('sha256:')
        ? await client.command<{ items: ArtifactItem[] }>('artifact.get', { digest: asked })
        : await client.command<{ items: ArtifactItem[] }>('artifact.list', { service: asked, limit: 1_000 })
      const rows = items.toSorted((a, b) => b.builtAtMs - a.builtAtMs).map(row)
      answer(command, items, table(['service', 'version', 'built', 'commit', 'author', 'digest'], rows))
    })
}

const row = ({ service, version, builtAtMs, commit, author, digest, removedAtMs }: ArtifactItem): string[] => [
  service,
  version,
  isoTime(builtAtMs),
  commit.slice(0, 12),
  author,
  removedAtMs === undefined ? digest : `removed ${isoTime(removedAtMs)}`,
]
