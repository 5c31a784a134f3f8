/** A merged API over time: each source joins or is refused alone, and what was merged last keeps serving. */
import type { AuthModes } from './auth-mode.ts'
import { type MergedSchema, mergeSources } from './merge.ts'
import type { MergeProblem } from './merge-problem.ts'
import type { SourceApi } from './source-schema.ts'

/** AWS's words, of which a merge that takes no time needs two. */
export type AssociationStatus = 'MERGE_SUCCESS' | 'MERGE_FAILED'

export interface SourceApiAssociation {
  readonly source: string
  readonly status: AssociationStatus
  /** AWS's `sourceApiAssociationStatusDetail`: why the last merge failed. */
  readonly detail?: string
  readonly problems: readonly MergeProblem[]
  /** When this source last changed the merged schema, ms. A change that a canonical type shadows moves nothing. */
  readonly lastSuccessfulMergeMs?: number
}

interface Entry {
  /** What the merged schema holds of the source; absent until its first success. */
  merged: SourceApi | undefined
  association: SourceApiAssociation
}

export class MergedApi {
  readonly #modes: AuthModes
  readonly #entries = new Map<string, Entry>()
  #schema: MergedSchema

  /** Starts empty, or with sources that are associated in the order given. */
  constructor(modes: AuthModes, sources: readonly SourceApi[] = [], nowMs = 0) {
    this.#modes = modes
    this.#schema = mergeSources([], modes).schema
    this.#associate(sources, nowMs)
  }

  /** The last good schema. */
  get schema(): MergedSchema {
    return this.#schema
  }

  get associations(): readonly SourceApiAssociation[] {
    return [...this.#entries.values()].map(({ association }) => association)
  }

  /** Takes a new or changed source. Where it cannot be merged, its older fields and all other sources stay as they are. */
  update(source: SourceApi, nowMs: number): SourceApiAssociation {
    const entry = this.#entries.get(source.name)
    const others = [...this.#entries].map(([name, { merged }]) => (name === source.name ? source : merged))
    const all = [...others, ...(entry === undefined ? [source] : [])].filter((one) => one !== undefined)
    const { schema, problems } = mergeSources(all, this.#modes)
    if (problems.length > 0) return this.#refuse(source.name, problems)
    const isChanged = schema.sdl !== this.#schema.sdl || !sameOrigins(schema, this.#schema)
    const mergedMs = isChanged ? nowMs : entry?.association.lastSuccessfulMergeMs
    this.#schema = schema
    return this.#accept(source, mergedMs)
  }

  /** All at once where they agree, whatever their order; else one by one, so that only the later of two is refused. */
  #associate(sources: readonly SourceApi[], nowMs: number): void {
    const { schema, problems } = mergeSources(sources, this.#modes)
    if (problems.length === 0) {
      this.#schema = schema
      for (const source of sources) this.#accept(source, nowMs)
    } else for (const source of sources) this.update(source, nowMs)
  }

  #accept(source: SourceApi, mergedMs: number | undefined): SourceApiAssociation {
    const association: SourceApiAssociation = {
      source: source.name,
      status: 'MERGE_SUCCESS',
      problems: [],
      ...(mergedMs !== undefined && { lastSuccessfulMergeMs: mergedMs }),
    }
    this.#entries.set(source.name, { merged: source, association })
    return association
  }

  #refuse(source: string, found: readonly MergeProblem[]): SourceApiAssociation {
    // Whatever stands earlier in the order: the one that changes is the one refused.
    const problems = found.map((problem) => ({ ...problem, source }))
    const entry = this.#entries.get(source)
    const mergedMs = entry?.association.lastSuccessfulMergeMs
    const association: SourceApiAssociation = {
      source,
      status: 'MERGE_FAILED',
      detail: problems.map(({ message }) => message).join('\n'),
      problems,
      ...(mergedMs !== undefined && { lastSuccessfulMergeMs: mergedMs }),
    }
    this.#entries.set(source, { merged: entry?.merged, association })
    return association
  }
}

function sameOrigins(a: MergedSchema, b: MergedSchema): boolean {
  const text = ({ resolvers }: MergedSchema): string =>
    [...resolvers]
      .map(([path, { source, field }]) => `${path} ${source} ${field}`)
      .sort()
      .join('\n')
  return text(a) === text(b)
}
