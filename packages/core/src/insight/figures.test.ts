import { expect, it } from 'vitest'
import { deliveryFigures, type EndedRelease, isProduction } from './delivery.ts'
import { pagingFigures, responseFigures, type SentPage } from './response.ts'

const ended = (state: EndedRelease['state'], more: Partial<EndedRelease> = {}): EndedRelease => ({
  state,
  waveIndex: 0,
  pipeline: 'checkout',
  target: { driver: 'router', address: 'x', stage: 'production', region: 'local' },
  ...more,
})

it('counts as failed what served somebody and was taken back, and nothing that never served', () => {
  const releases = [
    ended('completed'),
    ended('completed'),
    ended('rolled-back'),
    ended('rollback-failed', { promotingAtMs: 1 }),
    ended('rolled-back', { waveIndex: -1 }),
    ended('superseded', { waveIndex: -1 }),
  ]
  expect(deliveryFigures(releases, 4)).toEqual({
    deployments: 2,
    deploymentsPerDay: 0.5,
    failures: 2,
    caughtInWaves: 1,
    failureShare: 0.5,
  })
})

it('knows no share of nothing', () => {
  expect(deliveryFigures([], 7)).toMatchObject({ deployments: 0, failureShare: null })
  expect(pagingFigures([])).toMatchObject({ pages: 0, pagesPerPersonMean: null, noiseShare: null })
  expect(responseFigures([])).toMatchObject({ incidents: 0, detectMsMean: null, restoreMsP50: null })
})

it('takes a release for one to production where its pipeline does not say otherwise', () => {
  const stages = new Map([['checkout', 'production']])
  expect(isProduction(ended('completed'), stages)).toBe(true)
  expect(isProduction({ ...ended('completed'), pipeline: 'unknown' }, stages)).toBe(true)
  const beta = { ...ended('completed').target, stage: 'beta' }
  expect(isProduction({ ...ended('completed'), target: beta }, stages)).toBe(false)
})

it('means over what is known: what nobody acknowledged or restored stands in no mean, and is counted', () => {
  const figures = responseFigures([
    { startedAtMs: 0, detectedAtMs: 60, acknowledgedAtMs: 160, resolvedAtMs: 1_000 },
    { startedAtMs: 0, detectedAtMs: 20, resolvedAtMs: 3_000 },
    { startedAtMs: 100, detectedAtMs: 50, acknowledgedAtMs: 250 },
    { startedAtMs: 0, detectedAtMs: 9_000, mergedInto: 'inc_other' as never },
  ])
  expect(figures).toEqual({
    incidents: 3,
    detectMsMean: 80 / 3,
    acknowledgeMsMean: 150,
    restoreMsMean: 2_000,
    restoreMsP50: 1_000,
    unacknowledged: 1,
  })
})

it('counts pages that woke somebody, by person, and which of them no incident came of', () => {
  const page = (more: Partial<SentPage>): SentPage => ({ state: 'sent', action: 'trigger', person: 'ada', ...more })
  expect(
    pagingFigures([
      page({ incidentId: 'inc_1' }),
      page({ incidentId: 'inc_1' }),
      page({ person: 'grace' }),
      page({ state: 'held' }),
      page({ action: 'resolve' }),
      { state: 'sent', action: 'trigger', incidentId: 'inc_1' },
    ]),
  ).toEqual({
    pages: 4,
    people: 2,
    byPerson: [
      { person: 'ada', pages: 2 },
      { person: 'grace', pages: 1 },
    ],
    pagesPerPersonMean: 1.5,
    noiseShare: 0.25,
  })
})
