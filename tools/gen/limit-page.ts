/** docs/generated/limits.md */
import type { Limit } from '../../packages/core/src/limits.ts'
import { code, page, table } from './markdown.ts'
import { load, trackedFiles } from './repository.ts'

const isLimit = (value: unknown): value is Limit =>
  typeof value === 'object' && value !== null && 'value' in value && 'unit' in value && 'why' in value

/** Exported tables of limits, by file. */
export async function limitPage(): Promise<string> {
  const parts: string[] = []
  for (const path of trackedFiles(/^packages\/core\/src\/(.+\/)?limits\.ts$/)) {
    for (const list of Object.values(await load(path))) {
      if (typeof list !== 'object' || list === null) continue
      const rows = Object.entries(list).filter((entry): entry is [string, Limit] => isLimit(entry[1]))
      if (rows.length === 0) continue
      parts.push(
        `## ${path.replace('packages/core/src/', '').replace('/limits.ts', '').replace('limits.ts', 'everywhere')}`,
      )
      parts.push(
        table(
          ['Limit', 'At most', 'Why'],
          rows.map(([name, { value, unit, why }]) => [code(name), `${value.toLocaleString('en-US')} ${unit}`, why]),
        ),
      )
    }
  }
  const intro = 'Reaching a limit is a coded error, never a silent cut.'
  return page('Limits', 'the `limits.ts` files of core', intro, ...parts)
}
