/** How well Houston's people hear of harm and end it: means over the incidents of a period, and what paging costs them. Pure. */
import type { IncidentItem } from '../incident/index.ts'
import type { PageItem } from '../page/index.ts'

export type EndedIncident = Pick<
  IncidentItem,
  'startedAtMs' | 'detectedAtMs' | 'acknowledgedAtMs' | 'resolvedAtMs' | 'mergedInto'
>
export type SentPage = Pick<PageItem, 'state' | 'action' | 'person' | 'incidentId'>

export interface ResponseFigures {
  readonly incidents: number
  /** From the begin of the harm to its first sign. Null where nothing is known of any. */
  readonly detectMsMean: number | null
  /** From the first sign to somebody who has it. */
  readonly acknowledgeMsMean: number | null
  /** From the begin of the harm to its end. */
  readonly restoreMsMean: number | null
  readonly restoreMsP50: number | null
  /** Were ended without anybody having taken them: they stand in no mean, and must not be forgotten. */
  readonly unacknowledged: number
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length / 2) - 1)] ?? null
}

/** Sources date events: one that dates an end before its begin counts as at once. */
const between = (fromMs: number, toMs: number | undefined): number[] =>
  toMs === undefined ? [] : [Math.max(0, toMs - fromMs)]

/** An incident that was found to be another one is that one. */
export function responseFigures(all: readonly EndedIncident[]): ResponseFigures {
  const incidents = all.filter(({ mergedInto }) => mergedInto === undefined)
  const restored = incidents.flatMap((each) => between(each.startedAtMs, each.resolvedAtMs))
  return {
    incidents: incidents.length,
    detectMsMean: mean(incidents.flatMap((each) => between(each.startedAtMs, each.detectedAtMs))),
    acknowledgeMsMean: mean(incidents.flatMap((each) => between(each.detectedAtMs, each.acknowledgedAtMs))),
    restoreMsMean: mean(restored),
    restoreMsP50: median(restored),
    unacknowledged: incidents.filter(({ acknowledgedAtMs }) => acknowledgedAtMs === undefined).length,
  }
}

export interface PagingFigures {
  /** Asked somebody for an answer. */
  readonly pages: number
  readonly people: number
  /** Who was paged most, the most first; ten at most. */
  readonly byPerson: readonly { readonly person: string; readonly pages: number }[]
  /** Over the people who were paged at all. Null where nobody was. */
  readonly pagesPerPersonMean: number | null
  /** Pages that belong to no incident, of all: somebody was woken, and nothing was worth an incident. Null where there was no page. */
  readonly noiseShare: number | null
}

const named = 10

/** Pages that only tell what became of an earlier one, and those that were not sent, woke nobody. */
export function pagingFigures(all: readonly SentPage[]): PagingFigures {
  const pages = all.filter(({ state, action }) => state === 'sent' && action === 'trigger')
  const ofPerson = Map.groupBy(
    pages.filter(({ person }) => person !== undefined),
    ({ person }) => person ?? '',
  )
  const byPerson = [...ofPerson]
    .map(([person, theirs]) => ({ person, pages: theirs.length }))
    .toSorted((a, b) => b.pages - a.pages || (a.person < b.person ? -1 : 1))
  return {
    pages: pages.length,
    people: byPerson.length,
    byPerson: byPerson.slice(0, named),
    pagesPerPersonMean: mean(byPerson.map((each) => each.pages)),
    noiseShare:
      pages.length === 0 ? null : pages.filter(({ incidentId }) => incidentId === undefined).length / pages.length,
  }
}
