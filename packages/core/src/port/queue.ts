/** A durable queue in front of a function: what is sent is handled at least once, in batches, in no order. */
import type { Json } from '../json.ts'

export interface Queue {
  /**
   * Resolves once every body is durable. Throws `queue.unreachable` where any is not: some may be queued all the same, so that
   * the caller sends all of them again.
   */
  send(queue: string, bodies: readonly Json[]): Promise<void>
}
