/**
 * What people are told of an alert that comes and goes: at most three notices per episode (it fires, it flaps, it is over). The
 * first is never held back; the last waits until the alert has been quiet for a while, longer the more it has flapped.
 */
import * as z from 'zod'
import { hourMs, minuteMs } from '../clock.ts'
import { type History, standingOf } from './history.ts'

export const noticeKinds = ['firing', 'flapping', 'resolved'] as const
export type NoticeKind = (typeof noticeKinds)[number]

export const noticeLogSchema = z.object({
  /** Of the last episode, in order. */
  sent: z.array(z.object({ kind: z.enum(noticeKinds), atMs: z.int(), ofMs: z.int() })).max(noticeKinds.length),
})
/** What was really sent: a notice that was muted is not in it. */
export type NoticeLog = z.infer<typeof noticeLogSchema>

export const emptyNoticeLog: NoticeLog = { sent: [] }

export type NoticeDecision =
  | { readonly kind: 'notify'; readonly notice: 'firing'; readonly reason: 'new-episode' }
  | {
      readonly kind: 'notify'
      readonly notice: 'flapping'
      readonly reason: 'fired-again-too-often'
      readonly fired: number
    }
  | {
      readonly kind: 'notify'
      readonly notice: 'resolved'
      readonly reason: 'quiet-long-enough'
      readonly quietMs: number
    }
  | { readonly kind: 'hold'; readonly reason: 'waits-for-quiet'; readonly untilMs: number }
  | {
      readonly kind: 'nothing'
      readonly reason: 'already-told' | 'nobody-was-told' | 'source-cannot-tell'
    }

/** An alert that never flapped is over after this long without firing. */
const shortestQuietMs = 2 * minuteMs
const longestQuietMs = 30 * minuteMs
/** Firings further back than this count no more. */
const memoryMs = 2 * hourMs
/** From this many firings in one episode on, it is called flapping. */
const flappingFirings = 3

/** When each run of firing began, the oldest first. */
function firingsOf({ observations }: Pick<History, 'observations'>): readonly number[] {
  const told = observations.filter((observation) => observation.state !== 'unknown')
  return told.flatMap((observation, place) =>
    observation.state === 'firing' && told[place - 1]?.state !== 'firing' ? [observation.timeMs] : [],
  )
}

/** How long the alert must be quiet at `atMs` for its episode to be over: doubled by each time it fired again. */
export function quietMsAt(history: Pick<History, 'observations'>, atMs: number): number {
  const recent = firingsOf(history).filter((firedMs) => firedMs <= atMs && atMs - firedMs <= memoryMs)
  return Math.min(longestQuietMs, shortestQuietMs * 2 ** Math.max(0, recent.length - 1))
}

export function decideNotice(history: Pick<History, 'observations'>, log: NoticeLog, nowMs: number): NoticeDecision {
  const standing = standingOf(history)
  const last = log.sent.at(-1)
  const isOpen = last !== undefined && last.kind !== 'resolved'
  if (standing.state === 'unknown') return { kind: 'nothing', reason: 'source-cannot-tell' }
  if (standing.state === 'resolved') {
    if (!isOpen) return { kind: 'nothing', reason: 'nobody-was-told' }
    const quietMs = nowMs - standing.sinceMs
    const untilMs = standing.sinceMs + quietMsAt(history, standing.sinceMs)
    if (nowMs < untilMs) return { kind: 'hold', reason: 'waits-for-quiet', untilMs }
    return { kind: 'notify', notice: 'resolved', reason: 'quiet-long-enough', quietMs }
  }
  if (!isOpen || beganAnew(history)) {
    const toldOfThis = isOpen && last.ofMs >= standing.sinceMs
    return toldOfThis
      ? { kind: 'nothing', reason: 'already-told' }
      : { kind: 'notify', notice: 'firing', reason: 'new-episode' }
  }
  const openedMs = log.sent[0]?.ofMs ?? 0
  const fired = firingsOf(history).filter((firedMs) => firedMs > openedMs).length + 1
  const toldOfFlapping = log.sent.some((notice) => notice.kind === 'flapping')
  if (fired < flappingFirings || toldOfFlapping) return { kind: 'nothing', reason: 'already-told' }
  return { kind: 'notify', notice: 'flapping', reason: 'fired-again-too-often', fired }
}

/** True where the alert had been quiet long enough before it fired: its episode was over, even if nobody was awake to say so. */
function beganAnew({ observations }: Pick<History, 'observations'>): boolean {
  const told = observations.filter((observation) => observation.state !== 'unknown')
  const lastQuiet = told.findLastIndex((observation) => observation.state === 'resolved')
  const lastFired = told.slice(0, Math.max(0, lastQuiet)).findLastIndex((observation) => observation.state === 'firing')
  const [quietFrom, fired] = [told[lastFired + 1], told[lastQuiet + 1]]
  if (lastQuiet < 0 || lastFired < 0 || quietFrom === undefined || fired === undefined) return false
  return fired.timeMs - quietFrom.timeMs >= quietMsAt({ observations }, quietFrom.timeMs)
}

/** The log after a notice went out; `ofMs` is when the state it told of began. */
export function recordNotice(log: NoticeLog, kind: NoticeKind, atMs: number, ofMs: number): NoticeLog {
  return kind === 'firing' ? { sent: [{ kind, atMs, ofMs }] } : { sent: [...log.sent, { kind, atMs, ofMs }] }
}
