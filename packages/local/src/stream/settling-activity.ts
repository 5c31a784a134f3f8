/**
 * An Activity that knows about sources of work which nobody counts, such as a table stream: a write is over long before its
 * stream record is read. `idle()` therefore asks each source, whenever the counted work has ended, whether there was more; it
 * resolves only after a round in which no source had anything and nothing was counted. A source answers after the work that it
 * found has ended, so that the writes of that work are part of the next round.
 */
import { Activity } from '../activity.ts'

/** Does everything that is there to do now. True where there was something. */
export type Settle = () => Promise<boolean>

export class SettlingActivity extends Activity {
  readonly #sources = new Set<Settle>()

  /** Adds a source. Returns how to take it away. */
  addSource(settle: Settle): () => void {
    this.#sources.add(settle)
    return () => this.#sources.delete(settle)
  }

  override async idle(): Promise<void> {
    for (;;) {
      await super.idle()
      let found = false
      for (const settle of this.#sources) found = (await settle()) || found
      if (!found && this.running === 0) return
    }
  }
}
