/** What the public was told, for feed readers: RSS 2.0 and Atom (RFC 4287). One entry for each incident, newest first, with all that was said. */
import { isoTime } from '../clock.ts'
import type { Board, PublicIncident } from './board.ts'
import { publicId } from './board.ts'
import { escaped } from './markup.ts'
import { incidentUrl } from './shape.ts'

const stateWords = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
} as const
export const stateWord = (state: keyof typeof stateWords): string => stateWords[state]

const timeText = (timeMs: number): string => `${isoTime(timeMs).slice(0, 16).replace('T', ' ')} UTC`

const bodyOf = ({ updates }: PublicIncident): string =>
  updates
    .map(({ atMs, state, text }) => {
      const said = escaped(text).replaceAll('\n', '<br/>')
      return `<p><small>${timeText(atMs)}</small><br/><strong>${stateWord(state)}</strong> - ${said}</p>`
    })
    .join('')

export function rssText(board: Board): string {
  const { page, incidents, asOfMs } = board
  const items = incidents.map((incident) => {
    const link = escaped(incidentUrl(board, incident.id))
    return `<item><title>${escaped(incident.title)}</title><description>${escaped(bodyOf(incident))}</description><pubDate>${new Date(incident.changedAtMs).toUTCString()}</pubDate><link>${link}</link><guid isPermaLink="false">${incident.id}</guid></item>`
  })
  const head = `<title>${escaped(page.title)}</title><link>${escaped(page.url || '/status')}</link><description>${escaped(page.description || page.title)}</description><pubDate>${new Date(incidents[0]?.changedAtMs ?? asOfMs).toUTCString()}</pubDate>`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>${head}${items.join('')}</channel></rss>\n`
}

export function atomText(board: Board): string {
  const { page, incidents, asOfMs } = board
  const self = `${page.url || '/status'}/history.atom`
  const entries = incidents.map((incident) => {
    const link = escaped(incidentUrl(board, incident.id))
    const published = isoTime(incident.updates.at(-1)?.atMs ?? incident.startedAtMs)
    return `<entry><id>urn:houston:incident:${incident.id}</id><published>${published}</published><updated>${isoTime(incident.changedAtMs)}</updated><link rel="alternate" type="text/html" href="${link}"/><title>${escaped(incident.title)}</title><content type="html">${escaped(bodyOf(incident))}</content></entry>`
  })
  const head = `<id>urn:houston:status:${publicId('page', page.name)}</id><title>${escaped(page.title)}</title><updated>${isoTime(incidents[0]?.changedAtMs ?? asOfMs)}</updated><link rel="self" href="${escaped(self)}"/><link rel="alternate" type="text/html" href="${escaped(page.url || '/status')}"/><author><name>${escaped(page.title)}</name></author>`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">${head}${entries.join('')}</feed>\n`
}
