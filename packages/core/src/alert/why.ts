/** "Why is this silent?" and "why did this page?": the trace of an alert as sentences. */
import { isoTime } from '../clock.ts'
import type { Work } from './intake.ts'

export function explainWork(work: Work): readonly string[] {
  const lines = work.trace.map(({ stage, reason }) => `${stage}: ${reason}`)
  const { outcome } = work
  if (outcome === undefined) return [...lines, 'It has not been through all stages.']
  switch (outcome.kind) {
    case 'muted':
      return [
        ...lines,
        ...outcome.by.map(({ kind, id, who, why, endsAtMs }) => {
          const until = endsAtMs === undefined ? '' : ` until ${isoTime(endsAtMs)}`
          return `Silent because of ${kind} ${id} by ${who}${until}: ${why}.`
        }),
      ]
    case 'inhibited':
      return [
        ...lines,
        ...outcome.by.map(({ rule, source, equal }) => {
          const alike = equal.length === 0 ? '' : ` with the same ${equal.join(', ')}`
          return `Silent because ${source} fires${alike} (rule ${rule}).`
        }),
      ]
    case 'held':
      return [...lines, `Asked again at ${isoTime(outcome.untilMs)}, when it has been quiet long enough.`]
    case 'added':
      return [...lines, 'Somebody was paged for its group already.']
    case 'page':
    case 'tell':
      return [
        ...lines,
        `Told to ${outcome.routes.map(({ settings, path }) => `${settings.receiver} (${path})`).join(', ')}.`,
      ]
    case 'ended':
      return [...lines, `Nobody is told: ${outcome.reason}.`]
  }
}
