/** Where a change waited: read from its events alone, each wait from the event that begins it to the first that ends it. Pure. */
import { parseIsoTimeMs } from '../clock.ts'
import type { DomainEvent } from '../event.ts'

/** For the target or the stage to be free; for people; for freezes, budgets and incidents; for being watched. */
export const waitKinds = ['queue', 'approval', 'gate', 'soak'] as const
export type WaitKind = (typeof waitKinds)[number]

/** Half-open. */
export interface Wait {
  readonly kind: WaitKind
  readonly fromMs: number
  readonly untilMs: number
}

const stageMoves = [
  'promotion.regions-started',
  'promotion.queued',
  'promotion.approval-requested',
  'promotion.completed',
  'promotion.stopped',
  'promotion.superseded',
]
const ended = ['rollback.started', 'rollback.completed', 'release.completed', 'release.superseded']

interface WaitRule {
  readonly kind: WaitKind
  /** The event that begins it. */
  readonly from: string
  /** Whatever comes first of these ends it. */
  readonly until: readonly string[]
}

export const waitRules: readonly WaitRule[] = [
  { kind: 'queue', from: 'promotion.queued', until: stageMoves },
  { kind: 'approval', from: 'promotion.approval-requested', until: stageMoves },
  { kind: 'soak', from: 'promotion.soaking', until: stageMoves },
  { kind: 'queue', from: 'release.queued', until: ['release.admitted', ...ended] },
  { kind: 'approval', from: 'release.approval-requested', until: ['release.wave-shifting', 'gate.held', ...ended] },
  {
    kind: 'gate',
    from: 'gate.held',
    until: ['gate.opened', 'gate.held', 'release.wave-shifting', 'release.approval-requested', ...ended],
  },
  { kind: 'soak', from: 'release.wave-started', until: ['release.wave-judged', 'release.wave-passed', ...ended] },
]

/** The waits in one aggregate's timeline until now, oldest first. One that nothing has ended lasts until now. */
export function waitsOf(timeline: readonly DomainEvent[], nowMs: number): readonly Wait[] {
  const waits: Wait[] = []
  let open: { readonly rule: WaitRule; readonly fromMs: number } | undefined
  for (const { type, time } of timeline) {
    const atMs = parseIsoTimeMs(time) ?? nowMs
    if (atMs > nowMs) break
    if (open?.rule.until.includes(type)) {
      waits.push({ kind: open.rule.kind, fromMs: open.fromMs, untilMs: atMs })
      open = undefined
    }
    const rule = waitRules.find(({ from }) => from === type)
    if (open === undefined && rule !== undefined) open = { rule, fromMs: atMs }
  }
  if (open !== undefined) waits.push({ kind: open.rule.kind, fromMs: open.fromMs, untilMs: nowMs })
  return waits
}

/** How long each kind of wait lasted by the clock: regions that waited beside each other waited once. */
export function waitedMs(waits: readonly Wait[]): Record<WaitKind, number> {
  const totals = waitKinds.map((kind): [WaitKind, number] => [
    kind,
    coveredMs(waits.filter((wait) => wait.kind === kind)),
  ])
  return Object.fromEntries(totals) as Record<WaitKind, number>
}

function coveredMs(waits: readonly Wait[]): number {
  let total = 0
  let coveredUntilMs = Number.NEGATIVE_INFINITY
  for (const { fromMs, untilMs } of [...waits].sort((a, b) => a.fromMs - b.fromMs)) {
    const startMs = Math.max(fromMs, coveredUntilMs)
    if (untilMs > startMs) total += untilMs - startMs
    coveredUntilMs = Math.max(coveredUntilMs, untilMs)
  }
  return total
}
