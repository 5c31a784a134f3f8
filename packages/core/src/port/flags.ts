/** What turns a feature on for some and not for others, at a running system: AppConfig, or a file on one machine. */

/** Who has the feature. Nobody: no audiences and 0 %. */
export interface FlagExposure {
  /** Named groups that have it whatever the share says, e.g. `internal`. */
  readonly audiences: readonly string[]
  /** 0–100, of everybody; always the same ones, and as it grows those and more. */
  readonly percent: number
}

export interface FlagReading {
  readonly exposure: FlagExposure
  /** False while a change is handed out: some clients have what is read here, and some what comes next. */
  readonly settled: boolean
}

/** Refusals are those of `traffic-error.ts`: what a flag lets through is traffic too. Addresses are the implementation's. */
export interface Flags {
  /** Who has the feature now, by the system that hands it out; an error where that is not known. */
  read(address: string): Promise<FlagReading>
  /**
   * Asks for the exposure; `read` tells when it is in force. A flag that is not there is made. Harmless when repeated.
   * Turning off wins: it stops a change under way. Any other change is refused as busy meanwhile.
   */
  expose(address: string, exposure: FlagExposure): Promise<void>
}

export const nobody: FlagExposure = { audiences: [], percent: 0 }

export const sameExposure = (a: FlagExposure, b: FlagExposure): boolean =>
  a.percent === b.percent && a.audiences.toSorted().join('\n') === b.audiences.toSorted().join('\n')

/** An exposure in words, for messages: `nobody`, `internal + 10 %`. */
export function describeExposure({ audiences, percent }: FlagExposure): string {
  const parts = [...audiences, ...(percent > 0 ? [`${percent} %`] : [])]
  return parts.length === 0 ? 'nobody' : parts.join(' + ')
}
