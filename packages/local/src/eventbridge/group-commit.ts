/** Many small changes in few transactions: what arrives while the loop is busy is committed together. */
import type { Activity } from '../activity.ts'
import { type Database, transaction } from '../database.ts'

interface Change {
  readonly apply: () => void
  readonly settle: (failure: { readonly error: unknown } | undefined) => void
}

export class GroupCommit {
  readonly #database: Database
  readonly #activity: Activity
  #waiting: Change[] = []

  constructor(database: Database, activity: Activity) {
    this.#database = database
    this.#activity = activity
  }

  /** Runs `change` in the next transaction; resolves with its result once that is durable, rejects with its own failure alone. */
  write<T>(change: () => T): Promise<T> {
    return this.#activity.track(
      new Promise<T>((resolve, reject) => {
        let result: { readonly value: T } | undefined
        if (this.#waiting.length === 0) setImmediate(() => this.#commit())
        this.#waiting.push({
          apply: () => {
            result = { value: change() }
          },
          settle: (failure) => {
            if (failure !== undefined) reject(failure.error)
            else if (result !== undefined) resolve(result.value)
          },
        })
      }),
    )
  }

  #commit(): void {
    const changes = this.#waiting
    this.#waiting = []
    if (this.#apply(changes) === undefined) for (const { settle } of changes) settle(undefined)
    // One bad change must not take the others with it: each goes alone.
    else for (const change of changes) change.settle(this.#apply([change]))
  }

  #apply(changes: readonly Change[]): { readonly error: unknown } | undefined {
    try {
      transaction(this.#database, () => {
        for (const { apply } of changes) apply()
      })
      return undefined
    } catch (error) {
      return { error }
    }
  }
}
