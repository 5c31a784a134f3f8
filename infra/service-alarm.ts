/** The alarms of services: those of the catalogue, for every `Alarm` document of a folder. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CloudWatchAlarm, cloudWatchAlarms } from '@houston/core/alert'
import { parseManifest } from '@houston/core/manifest'

/** Throws for a folder with problems: an alarm that is left out without a word is worse than no deployment. */
export function serviceAlarms(folder: string): readonly CloudWatchAlarm[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.ya?ml$/.test(file))
  const sources = files.sort().map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }))
  const { documents, problems } = parseManifest(sources)
  if (problems.length > 0)
    throw new RangeError(
      problems.map(({ file, line, field, message }) => `${file}:${line} ${field} ${message}`).join('\n'),
    )
  return documents
    .filter(({ kind }) => kind === 'Alarm')
    .flatMap(({ input }) => {
      const { service, baselines } = input as { service: string; baselines: Parameters<typeof cloudWatchAlarms>[1] }
      return cloudWatchAlarms(service, baselines)
    })
}
