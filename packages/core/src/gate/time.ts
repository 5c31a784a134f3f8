/** The two checks that time alone opens: freezes and calendars. */
import { isoTime } from '../clock.ts'
import { formatDuration } from '../duration.ts'
import { openingOf } from './calendar.ts'
import { closed, type Finding, listed, open, waitsFor } from './check.ts'
import { readFact } from './fact.ts'
import type { GateFacts } from './facts.ts'
import { isFrozen, thawsAtMs } from './freeze.ts'
import type { GatePolicy } from './policy.ts'
import { appliesTo } from './scope.ts'

/** `2026-11-25T05:00:00.000Z, in 2h` */
const timeAndWait = (timeMs: number, nowMs: number): string =>
  `${isoTime(timeMs)}, in ${formatDuration(timeMs - nowMs)}`

export function checkFreeze(facts: GateFacts, policy: GatePolicy, nowMs: number): Finding {
  const read = readFact('Which freezes there are', facts.freezes, policy.factMaxAge, nowMs)
  if ('held' in read) return read.held
  const binding = read.value.filter(
    (freeze) => appliesTo(freeze, facts.place) && (facts.wave.index === 0 || freeze.stopsReleasesUnderWay),
  )
  const holding = binding.filter((freeze) => isFrozen(freeze, nowMs))
  if (holding.length === 0) return open('not-frozen', `None of ${binding.length} freezes holds now.`)
  const thaws = holding.map((freeze) => ({ freeze, atMs: thawsAtMs(freeze, nowMs) }))
  const endless = thaws.find(({ atMs }) => atMs === undefined)
  if (endless !== undefined)
    return closed(
      'frozen-until-lifted',
      `${endless.freeze.name} (${endless.freeze.reason}) has no end: somebody has to take it back.`,
    )
  const opensAtMs = Math.max(...thaws.map(({ atMs }) => atMs ?? nowMs))
  const names = listed(holding.map(({ name, reason }) => `${name} (${reason})`))
  return waitsFor('frozen', `Frozen by ${names} until ${timeAndWait(opensAtMs, nowMs)}.`, { opensAtMs })
}

export function checkCalendar(facts: GateFacts, policy: GatePolicy, nowMs: number): Finding {
  const read = readFact('Which calendars there are', facts.calendars, policy.factMaxAge, nowMs)
  if ('held' in read) return read.held
  const binding = read.value.filter((calendar) => appliesTo(calendar, facts.place))
  if (binding.length === 0) return open('no-calendar', 'No calendar restricts this release.')
  const openings = binding.map((calendar) => ({
    name: calendar.name,
    opening: openingOf(calendar, facts.releaseId, facts.askedAtMs, nowMs),
  }))
  const never = openings.find(({ opening }) => opening.kind === 'never')
  if (never !== undefined) return closed('never-opens', `Calendar ${never.name} has no opening within ten years.`)
  const waiting = openings.flatMap(({ name, opening }) => (opening.kind === 'waits-for' ? [{ name, ...opening }] : []))
  const last = waiting.toSorted((a, b) => b.opensAtMs - a.opensAtMs)[0]
  if (last === undefined)
    return open('inside-window', `Open by ${listed(binding.map(({ name }) => `calendar ${name}`))}.`)
  const why =
    last.reason === 'jitter' ? 'is open; this release’s own start in it is' : 'is closed and lets this release in at'
  return waitsFor(last.reason, `Calendar ${last.name} ${why} ${timeAndWait(last.opensAtMs, nowMs)}.`, {
    opensAtMs: last.opensAtMs,
  })
}
