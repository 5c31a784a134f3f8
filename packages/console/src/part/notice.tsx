/** What was done, and what was refused, at the top of the page until it is put away. */
import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'

type Say = (type: 'success' | 'error' | 'info', content: string) => void

const SayContext = createContext<Say>(() => undefined)
const ListContext = createContext<readonly FlashbarProps.MessageDefinition[]>([])

export const useSay = (): Say => useContext(SayContext)

const shownAtOnce = 4

export function Notices({ children }: { readonly children: ReactNode }) {
  const [list, setList] = useState<readonly FlashbarProps.MessageDefinition[]>([])
  const say = useMemo<Say>(
    () => (type, content) => {
      const id = crypto.randomUUID()
      const onDismiss = (): void => setList((all) => all.filter((notice) => notice.id !== id))
      const notice: FlashbarProps.MessageDefinition = { id, type, content, dismissible: true, onDismiss }
      setList((all) => [notice, ...all].slice(0, shownAtOnce))
    },
    [],
  )
  return (
    <SayContext value={say}>
      <ListContext value={list}>{children}</ListContext>
    </SayContext>
  )
}

export const NoticeBar = () => <Flashbar items={useContext(ListContext)} />
