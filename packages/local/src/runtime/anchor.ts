/** The clock's anchor, kept in the database: after a restart logical time goes on as if the runtime had run all along. */
import type { Activity } from '../activity.ts'
import type { Database } from '../database.ts'
import { RuntimeClock } from '../timers.ts'

export interface ClockChoice {
  /** 1 is real time, 60 an hour a minute, 0 stopped. */
  readonly speed: number
  /** Logical time at the very first start; the machine's where absent. */
  readonly originMs?: number
}

/** A change of speed moves the anchor to now, so that time never jumps. */
export function openClock(database: Database, activity: Activity, { speed, originMs }: ClockChoice): RuntimeClock {
  database.exec(
    'create table if not exists clock_anchor (one integer primary key check (one = 1), speed real, origin_ms real, real_origin_ms real)',
  )
  const row = database.prepare('select speed, origin_ms, real_origin_ms from clock_anchor').get()
  const realMs = Date.now()
  const anchor =
    row === undefined
      ? { originMs: originMs ?? realMs, realOriginMs: realMs }
      : continued(
          { speed: Number(row.speed), originMs: Number(row.origin_ms), realOriginMs: Number(row.real_origin_ms) },
          speed,
          realMs,
        )
  const save =
    'insert into clock_anchor values (1, ?, ?, ?) on conflict do update set speed = excluded.speed, origin_ms = excluded.origin_ms, real_origin_ms = excluded.real_origin_ms'
  database.prepare(save).run(speed, anchor.originMs, anchor.realOriginMs)
  return new RuntimeClock({ speed, ...anchor, activity })
}

/** A stopped clock goes on from where it was left: nothing but the test that moved it knows that time. */
export function keepStoppedClock(database: Database, clock: RuntimeClock): void {
  if (clock.speed !== 0) return
  database.prepare('update clock_anchor set origin_ms = ?, real_origin_ms = ?').run(clock.nowMs(), Date.now())
}

interface Anchor {
  readonly speed: number
  readonly originMs: number
  readonly realOriginMs: number
}

function continued(anchor: Anchor, speed: number, realMs: number) {
  if (anchor.speed === speed && speed !== 0) return { originMs: anchor.originMs, realOriginMs: anchor.realOriginMs }
  // Real time catches up with a clock that ran faster before; it never runs backwards.
  const logicalMs = anchor.originMs + Math.max(0, realMs - anchor.realOriginMs) * anchor.speed
  return { originMs: speed === 1 ? Math.max(logicalMs, realMs) : logicalMs, realOriginMs: realMs }
}
