/** What really happened, and what was reported of it. Times are milliseconds. */
export interface Cause {
  readonly id: string
  readonly kind: 'release' | 'resource' | 'silent-store' | 'zone'
  /** A service's name, or `az=eu-a`. */
  readonly target: string
  readonly startMs: number
  readonly endMs: number
  readonly changeId?: string
}

export interface RawAlert {
  readonly timeMs: number
  /** When it reaches the receiver. */
  readonly arrivalMs: number
  readonly service: string
  readonly name: string
  readonly state: 'firing' | 'resolved'
  readonly labels: Readonly<Record<string, string>>
  readonly text: string
  /** The cause behind it; absent for noise. */
  readonly causeId?: string
}

export interface RawChange {
  readonly id: string
  readonly service: string
  readonly timeMs: number
}

export interface Storm {
  readonly nodes: readonly string[]
  readonly edges: readonly (readonly [string, string])[]
  readonly causes: readonly Cause[]
  /** In the order of arrival. */
  readonly alerts: readonly RawAlert[]
  readonly changes: readonly RawChange[]
  readonly endMs: number
}
