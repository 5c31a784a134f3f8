/** What is known of a change beyond its commit: from the push that brought it, and from a job that looked closer. */
import * as z from 'zod'
import { type ChangedFile, changeFactsSchema, rollbackFactsSchema } from '../risk/index.ts'
import { pipelineLimits } from './limits.ts'

/** What one push or one description says of a change. What is absent is not known. */
export const describedChangeSchema = z.object({
  files: changeFactsSchema.shape.files,
  dependenciesChanged: changeFactsSchema.shape.dependenciesChanged,
  /** Commits that it brings. */
  commits: changeFactsSchema.shape.commits,
  /** What taking it back needs beyond moving the traffic. */
  rollback: rollbackFactsSchema.optional(),
  /** All names of whoever made or pushed it: none of them approves it. */
  authors: z.array(z.string().min(1).max(256)).max(100).default([]),
})
export type DescribedChange = z.infer<typeof describedChangeSchema>

/** What was said later counts; what was said before and not again stays. */
export function joinedFacts(before: DescribedChange | undefined, later: DescribedChange): DescribedChange {
  const authors = [...new Set([...(before?.authors ?? []), ...later.authors])]
  const said = Object.entries(later).filter(([, value]) => value !== undefined)
  return keptSmall({ ...before, ...Object.fromEntries(said), authors })
}

/** A list that does not fit into an item is left out: cut short it would say less than is known. */
export function keptSmall(facts: DescribedChange): DescribedChange {
  const { files, ...rest } = facts
  if (files === undefined) return rest
  return Buffer.byteLength(JSON.stringify(files)) <= pipelineLimits.changedFilesBytes.value ? facts : rest
}

/** Of several changes that go out together: what any of them leaves open is open for all of them. */
export function summedFacts(changes: readonly DescribedChange[]): DescribedChange {
  const sum = (values: readonly (number | undefined)[]): number | undefined =>
    values.includes(undefined) ? undefined : values.reduce<number>((total, value) => total + (value ?? 0), 0)
  const lists = changes.map(({ files }) => files)
  const rollbacks = changes.flatMap(({ rollback }) => rollback ?? [])
  const total = (field: keyof (typeof rollbacks)[number]): number =>
    rollbacks.reduce((all, each) => all + each[field], 0)
  const whole = rollbacks.length === changes.length && changes.length > 0
  return {
    files: lists.includes(undefined) ? undefined : mergedFiles(lists.flatMap((list) => list ?? [])),
    dependenciesChanged: sum(changes.map(({ dependenciesChanged }) => dependenciesChanged)),
    commits: sum(changes.map(({ commits }) => commits)),
    rollback: whole
      ? {
          flags: total('flags'),
          reversibleSteps: total('reversibleSteps'),
          irreversibleSteps: total('irreversibleSteps'),
        }
      : undefined,
    authors: [...new Set(changes.flatMap(({ authors }) => authors))],
  }
}

/** A path once, with all of its lines; without them where one mention leaves them open. */
function mergedFiles(files: readonly ChangedFile[]): ChangedFile[] {
  const merged = new Map<string, ChangedFile>()
  for (const { path, lines } of files) {
    const before = merged.get(path)
    const total =
      before === undefined
        ? lines
        : before.lines === undefined || lines === undefined
          ? undefined
          : before.lines + lines
    merged.set(path, total === undefined ? { path } : { path, lines: total })
  }
  return [...merged.values()]
}
