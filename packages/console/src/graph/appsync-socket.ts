/**
 * A subscription over AppSync's own web sockets, as the developer guide writes them down ("Building a real-time WebSocket client"):
 * connection_init, connection_ack, ka, start, start_ack, data, error, stop. It is not the protocol of the package graphql-ws.
 */

export interface AppSyncSubscription {
  /** `wss://…/graphql`. */
  readonly realtime: string
  /** The graph's own address: its host is signed for. */
  readonly graph: string
  readonly token: string
  readonly query: string
  readonly signal: AbortSignal
  onOpen(): void
  hear(data: unknown): void
}

/** Until the server says how long silence may last. */
const firstSilenceMs = 30_000
const subscriptionId = 'changes'

interface Message {
  readonly type: string
  readonly id?: string
  readonly payload?: {
    readonly connectionTimeoutMs?: number
    readonly data?: unknown
    readonly errors?: readonly { readonly message?: string; readonly errorType?: string }[]
  }
}

const base64 = (value: unknown): string => btoa(JSON.stringify(value))

/** Resolves when it was asked to stop or the server completed it; rejects for everything else: whoever listens tries again. */
export function listenByAppSync(wanted: AppSyncSubscription): Promise<void> {
  const authorization = { Authorization: wanted.token, host: new URL(wanted.graph).host }
  const url = `${wanted.realtime}?header=${encodeURIComponent(base64(authorization))}&payload=${encodeURIComponent(base64({}))}`
  const socket = new WebSocket(url, 'graphql-ws')
  const send = (message: object): void => socket.send(JSON.stringify(message))
  return new Promise<void>((resolve, reject) => {
    let silenceMs = firstSilenceMs
    let silence: ReturnType<typeof setTimeout> | undefined
    let isOver = false
    const finish = (error?: Error): void => {
      isOver = true
      clearTimeout(silence)
      wanted.signal.removeEventListener('abort', stop)
      socket.close()
      if (error === undefined) resolve()
      else reject(error)
    }
    const stop = (): void => {
      if (socket.readyState === WebSocket.OPEN) send({ type: 'stop', id: subscriptionId })
      finish()
    }
    /** A server that says nothing for so long is gone, whatever the network says. */
    const heard = (): void => {
      clearTimeout(silence)
      if (isOver) return
      silence = setTimeout(() => finish(new Error(`AppSync was silent for ${silenceMs} ms`)), silenceMs)
    }
    const take = (message: Message): void => {
      if (message.type === 'connection_ack') {
        silenceMs = message.payload?.connectionTimeoutMs ?? firstSilenceMs
        const data = JSON.stringify({ query: wanted.query, variables: {} })
        send({ id: subscriptionId, type: 'start', payload: { data, extensions: { authorization } } })
      } else if (message.type === 'start_ack') wanted.onOpen()
      else if (message.type === 'data') {
        // A payload without data says that something is amiss, not that something happened.
        if (message.payload?.data) wanted.hear(message.payload.data)
      } else if (message.type === 'complete') finish()
      else if (message.type === 'error' || message.type === 'connection_error') finish(refusalOf(message))
    }
    wanted.signal.addEventListener('abort', stop)
    socket.addEventListener('open', () => send({ type: 'connection_init' }))
    socket.addEventListener('message', ({ data }) => {
      heard()
      take(JSON.parse(String(data)) as Message)
    })
    socket.addEventListener('close', ({ code }) => finish(new Error(`the connection was closed (${code})`)))
    socket.addEventListener('error', () => finish(new Error('the connection failed')))
    heard()
    if (wanted.signal.aborted) stop()
  })
}

function refusalOf({ type, payload }: Message): Error {
  const [first] = payload?.errors ?? []
  return new Error(`AppSync refused (${type}): ${first?.errorType ?? ''} ${first?.message ?? ''}`.trim())
}
