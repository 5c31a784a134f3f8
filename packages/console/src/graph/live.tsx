/** News of what changed: whatever a page shows is read again at once, and not more often than a person can follow. */
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { ChangesDocument, type ChangesSubscription } from '../generated/graph.ts'
import { type CloudEndpoints, endpoints, requestHeaders } from './endpoint.ts'
import { eventStream } from './event-stream.ts'

export type LiveState = 'live' | 'connecting' | 'lost'

const LiveContext = createContext<LiveState>('connecting')
export const useLiveState = (): LiveState => useContext(LiveContext)

/** News that come closer together than this are read once. */
const gatherMs = 400
const firstWaitMs = 1_000
const longestWaitMs = 30_000

type Hear = (change: ChangesSubscription) => void

const listen = (signal: AbortSignal, onOpen: () => void, hear: Hear): Promise<void> => {
  const known = endpoints()
  return known.signIn === 'oidc' ? listenOnAws(known, signal, onOpen, hear) : listenHere(signal, onOpen, hear)
}

/** A token is taken anew for each connection. */
async function listenOnAws(known: CloudEndpoints, signal: AbortSignal, onOpen: () => void, hear: Hear): Promise<void> {
  const [{ listenByAppSync }, { accessToken }] = await Promise.all([import('./appsync-socket.ts'), import('./oidc.ts')])
  const { realtime, graph } = known
  const token = await accessToken(known)
  const query = ChangesDocument.toString()
  await listenByAppSync({
    ...{ realtime, graph, token, query, signal, onOpen },
    hear: (data) => hear(data as ChangesSubscription),
  })
}

/** Server-sent events of a local Houston. */
async function listenHere(signal: AbortSignal, onOpen: () => void, hear: Hear): Promise<void> {
  const headers = { ...(await requestHeaders()), 'content-type': 'application/json', accept: 'text/event-stream' }
  const body = JSON.stringify({ query: ChangesDocument.toString() })
  const response = await fetch(endpoints().graph, { method: 'POST', headers, body, signal })
  if (!response.ok || response.body === null) throw new Error(`the graph answered ${response.status}`)
  onOpen()
  for await (const { event, data } of eventStream(response.body)) {
    if (event === 'complete') return
    const { data: change } = JSON.parse(data) as { data?: ChangesSubscription | null }
    if (change) hear(change)
  }
}

/** Listens while the page is looked at, and again after each loss, patiently. */
function keepListening(onState: (state: LiveState) => void, hear: Hear): () => void {
  const away = new AbortController()
  const run = async (): Promise<void> => {
    for (let waitMs = firstWaitMs; !away.signal.aborted; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
      await listen(away.signal, () => onState('live'), hear).catch(() => undefined)
      if (away.signal.aborted) return
      onState('lost')
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }
  void run()
  return () => away.abort()
}

export function Live({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient()
  const [state, setState] = useState<LiveState>('connecting')
  useEffect(() => {
    let gathering: ReturnType<typeof setTimeout> | undefined
    const hear: Hear = () => {
      gathering ??= setTimeout(() => {
        gathering = undefined
        void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
      }, gatherMs)
    }
    let stop: (() => void) | undefined
    // A browser keeps six connections to one address: a page that nobody looks at holds none.
    const follow = (): void => {
      const isSeen = document.visibilityState === 'visible'
      if (isSeen && stop === undefined) stop = keepListening(setState, hear)
      if (!isSeen) {
        stop?.()
        stop = undefined
      }
    }
    follow()
    document.addEventListener('visibilitychange', follow)
    return () => {
      document.removeEventListener('visibilitychange', follow)
      clearTimeout(gathering)
      stop?.()
    }
  }, [client])
  return <LiveContext value={state}>{children}</LiveContext>
}
