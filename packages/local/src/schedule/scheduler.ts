/** Fires schedules on the movable clock, and remembers in the database what has fired. */
import { type Log, silentLog } from '@houston/core/port/log.ts'
import type { Activity } from '../activity.ts'
import type { Database } from '../database.ts'
import type { Timers } from '../timers.ts'
import { type Expression, lastFireMs, nextFireMs, parseExpression } from './expression.ts'

export interface Schedule {
  readonly name: string
  readonly expression: string
  /** A name of the IANA database; default UTC. */
  readonly timeZone?: string
}

export interface SchedulerOptions {
  readonly timers: Timers
  readonly activity: Activity
  readonly database: Database
  /** Hands the firing over. It counts as fired when this has resolved: killed before, it fires again after the next start. */
  readonly fire: (schedule: Schedule, scheduledTimeMs: number) => Promise<void>
  readonly log?: Log
}

interface Running {
  readonly schedule: Schedule
  readonly expression: Expression
  readonly anchorMs: number
  cancel: () => void
}

/** A clock that jumps over more firings than this makes up for the last alone: a machine that slept wakes to one, not to hundreds. */
const burstFirings = 10

export class Scheduler {
  readonly #options: SchedulerOptions
  readonly #log: Log
  readonly #running = new Map<string, Running>()

  constructor(options: SchedulerOptions) {
    this.#options = options
    this.#log = options.log ?? silentLog
    options.database.exec(`create table if not exists schedule (
      name text primary key, expression text not null, time_zone text not null,
      anchor_ms integer not null, last_fire_ms integer not null) strict`)
  }

  /**
   * Starts exactly these schedules; what is known of others is forgotten. Of the firings missed since the last stop, the latest of
   * each schedule is made up for, at once; the others are not. Throws for an expression that is not valid, before anything fires.
   */
  start(schedules: readonly Schedule[]): void {
    for (const { expression, timeZone } of schedules) parseExpression(expression, timeZone)
    this.stop()
    const names = new Set(schedules.map((schedule) => schedule.name))
    for (const { name } of this.#options.database.prepare('select name from schedule').all())
      if (!names.has(String(name))) this.#forget(String(name))
    for (const schedule of schedules) this.put(schedule)
  }

  /** Adds or replaces one schedule. One with another expression or zone begins anew. */
  put(schedule: Schedule): void {
    const expression = parseExpression(schedule.expression, schedule.timeZone)
    this.#running.get(schedule.name)?.cancel()
    const { anchorMs, lastFireMs: doneMs } = this.#load(schedule)
    const running: Running = { schedule, expression, anchorMs, cancel: () => {} }
    this.#running.set(schedule.name, running)
    const nowMs = this.#options.timers.nowMs()
    const missedMs = lastFireMs(expression, doneMs, nowMs, { anchorMs })
    if (missedMs === undefined) this.#waitFor(running, nextFireMs(expression, nowMs, { anchorMs }))
    else this.#waitFor(running, missedMs)
  }

  remove(name: string): void {
    this.#running.get(name)?.cancel()
    this.#running.delete(name)
    this.#forget(name)
  }

  /** The next firing of each schedule, by name; undefined for one that has none any more. */
  upcoming(): ReadonlyMap<string, number | undefined> {
    const nowMs = this.#options.timers.nowMs()
    return new Map(
      [...this.#running].map(([name, { expression, anchorMs }]) => [name, nextFireMs(expression, nowMs, { anchorMs })]),
    )
  }

  stop(): void {
    for (const running of this.#running.values()) running.cancel()
    this.#running.clear()
  }

  #waitFor(running: Running, dueMs: number | undefined): void {
    if (dueMs === undefined) return
    running.cancel = this.#options.timers.at(dueMs, () => {
      this.#waitFor(running, this.#after(running, dueMs))
      void this.#options.activity.track(this.#fire(running.schedule, dueMs))
    })
  }

  /** The firing after `dueMs`; the last missed one where the clock has jumped far. */
  #after({ expression, anchorMs }: Running, dueMs: number): number | undefined {
    const nowMs = this.#options.timers.nowMs()
    let next = nextFireMs(expression, dueMs, { anchorMs })
    for (let count = 0; next !== undefined && next <= nowMs && count < burstFirings; count++)
      next = nextFireMs(expression, next, { anchorMs })
    const jumpedFar = next !== undefined && next <= nowMs
    return jumpedFar ? lastFireMs(expression, dueMs, nowMs, { anchorMs }) : nextFireMs(expression, dueMs, { anchorMs })
  }

  async #fire(schedule: Schedule, scheduledTimeMs: number): Promise<void> {
    try {
      await this.#options.fire(schedule, scheduledTimeMs)
      this.#options.database
        .prepare('update schedule set last_fire_ms = max(last_fire_ms, ?) where name = ?')
        .run(scheduledTimeMs, schedule.name)
    } catch (error) {
      this.#log.error('a schedule could not be fired', { schedule: schedule.name, error: String(error) })
    }
  }

  #load(schedule: Schedule): { anchorMs: number; lastFireMs: number } {
    const { database, timers } = this.#options
    const timeZone = schedule.timeZone ?? 'UTC'
    const row = database
      .prepare('select anchor_ms, last_fire_ms from schedule where name = ? and expression = ? and time_zone = ?')
      .get(schedule.name, schedule.expression, timeZone)
    if (row !== undefined) return { anchorMs: Number(row.anchor_ms), lastFireMs: Number(row.last_fire_ms) }
    const nowMs = timers.nowMs()
    database
      .prepare('insert or replace into schedule values (?, ?, ?, ?, ?)')
      .run(schedule.name, schedule.expression, timeZone, nowMs, nowMs)
    return { anchorMs: nowMs, lastFireMs: nowMs }
  }

  #forget(name: string): void {
    this.#options.database.prepare('delete from schedule where name = ?').run(name)
  }
}
