/** A sample of the sweep over the zone database: the zones that break calendars, and some of all the others. */
import { expect, test } from 'vitest'
import { zoneChanges } from './oncall/oracle.ts'
import { newTally, sweepZone } from './oncall-sweep.ts'

/** Half an hour, midnight, twice a year for Ramadan, two hours, backwards winters, a change of the standard offset. */
const notorious = [
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Asuncion',
  'America/Chicago',
  'America/Havana',
  'America/Sao_Paulo',
  'Antarctica/Troll',
  'Asia/Beirut',
  'Asia/Gaza',
  'Asia/Pyongyang',
  'Asia/Tehran',
  'Australia/Lord_Howe',
  'Europe/Dublin',
  'Europe/Volgograd',
  'Pacific/Chatham',
  'Pacific/Norfolk',
]

test('leaves no gap and no double holder around a change of the clocks', () => {
  const tally = newTally()
  for (const zone of notorious) {
    const changes = zoneChanges(zone, 2015, 2024)
    sweepZone(changes, changes.slice(0, 4), tally)
  }
  expect(tally.examples).toEqual([])
  expect(tally).toMatchObject({ gaps: 0, doubles: 0, wrong: 0 })
  expect(tally.changes).toBeGreaterThan(45)
  expect(tally.instants).toBeGreaterThan(500_000)
}, 20_000)

test('counts a gap, a double holder and a wrong one where there is one', () => {
  const [change] = zoneChanges('America/Chicago', 2020, 2020)
  if (change === undefined) throw new Error('Chicago changes its clocks')
  const tally = newTally()
  // An oracle whose clocks change an hour later disagrees with the product.
  const late = { ...change, atMs: change.atMs + 3_600_000 }
  sweepZone([late], [late], tally)
  expect(tally.wrong).toBeGreaterThan(0)
})
