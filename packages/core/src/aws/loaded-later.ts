/** Adapters that are loaded by their first call: a function starts without the clients that it never uses. */

/** Every method of a port is asynchronous, so that loading can hide behind any of them. */
type Asynchronous<Port> = { readonly [Method in keyof Port]: (...input: never[]) => Promise<unknown> }

/** Stands for the port that `load` gives; a load that failed is tried again by the next call. */
export function loadedLater<Port extends Asynchronous<Port>>(load: () => Promise<Port>): Port {
  let loading: Promise<Port> | undefined
  const loaded = (): Promise<Port> => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
  const call =
    (method: string) =>
    async (...input: never[]): Promise<unknown> => {
      const port = await loaded()
      return port[method as keyof Port](...input)
    }
  // `then` is asked for by every await: a port is no promise.
  const get = (_: object, method: string | symbol): unknown =>
    typeof method === 'string' && method !== 'then' ? call(method) : undefined
  return new Proxy({}, { get }) as Port
}
