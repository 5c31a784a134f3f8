/** A query of the graph in a component: its data with what is missing of it, and how fresh it is. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { TypedDocumentString } from '../generated/graph.ts'
import { type Answered, ask, type GraphProblem } from './client.ts'
import { heardClock } from './clock.ts'

export interface GraphView<Data> {
  readonly data: Data | undefined
  readonly problems: readonly GraphProblem[]
  /** Set where nothing is shown, or where what is shown could not be read again. */
  readonly error: Error | undefined
  readonly isLoading: boolean
  /** What is shown is older than the last try to read it. */
  readonly isStale: boolean
  readonly readAtMs: number
  refresh(): void
}

/** While nothing is heard from the live channel, the page reads again by itself. */
const rereadMs = 30_000

export function useGraph<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  { isEnabled = true, everyMs = rereadMs }: { isEnabled?: boolean; everyMs?: number } = {},
): GraphView<Data> {
  const query = useQuery<Answered<Data>>({
    queryKey: [document.toString(), variables],
    queryFn: async ({ signal }) => {
      const answered = await ask(document, variables, signal)
      hearClock(answered.data)
      return answered
    },
    enabled: isEnabled,
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
  })
  return {
    data: query.data?.data,
    problems: query.data?.problems ?? [],
    error: query.error ?? undefined,
    isLoading: query.isPending && isEnabled,
    isStale: query.isError && query.data !== undefined,
    readAtMs: query.dataUpdatedAt,
    refresh: () => void query.refetch(),
  }
}

function hearClock(data: unknown): void {
  const { now } = data as { readonly now?: string | null }
  if (typeof now === 'string') heardClock(Date.parse(now))
}
