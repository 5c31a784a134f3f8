/** The status page for people: plain HTML made on the server, without a script, readable on a phone and with styles switched off. */
import { isoTime } from '../clock.ts'
import type { Board, PublicComponent, PublicIncident, PublicMaintenance } from './board.ts'
import { stateWord } from './feed.ts'
import { statusPageLimits } from './limits.ts'
import { escaped } from './markup.ts'
import { incidentUrl, statusShape } from './shape.ts'
import { componentWords } from './standing.ts'
import { style } from './style.ts'
import type { Day } from './uptime.ts'

const minute = (timeMs: number): string => isoTime(timeMs).slice(0, 16).replace('T', ' ')
const timeTag = (timeMs: number): string => `<time datetime="${isoTime(timeMs)}">${minute(timeMs)} UTC</time>`

export const baseOf = ({ page }: Pick<Board, 'page'>): string => page.url || '/status'

/** Refreshed by the browser itself every minute: nobody reloads in an incident. */
export function documentOf(board: Pick<Board, 'page'>, title: string, body: string, refreshes = false): string {
  const base = escaped(baseOf(board))
  const refresh = refreshes ? '<meta http-equiv="refresh" content="60">' : ''
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">${refresh}<title>${escaped(title)}</title><link rel="alternate" type="application/rss+xml" title="RSS" href="${base}/history.rss"><link rel="alternate" type="application/atom+xml" title="Atom" href="${base}/history.atom"><style>${style}</style></head><body>${body}</body></html>\n`
}

const headerOf = (board: Pick<Board, 'page'>): string =>
  `<header><h1><a href="${escaped(baseOf(board))}" style="color:inherit;text-decoration:none">${escaped(board.page.title)}</a></h1>${
    board.page.description === '' ? '' : `<p class="soft">${escaped(board.page.description)}</p>`
  }</header>`

const footerOf = (board: Board): string => {
  const base = escaped(baseOf(board))
  return `<footer>As of ${timeTag(board.asOfMs)}. All times are UTC.<br><a href="${base}/history">History</a> · <a href="${base}/history.rss">RSS</a> · <a href="${base}/history.atom">Atom</a> · <a href="${base}/api/v2/summary.json">JSON</a></footer>`
}

export interface PageFacts {
  /** Whether people can subscribe: it needs a secret and an address. */
  readonly takesSubscribers: boolean
}

export function pageHtml(board: Board, { takesSubscribers }: PageFacts): string {
  const { indicator, description } = statusShape(board)
  const open = board.incidents.filter(({ state }) => state !== 'resolved')
  const now = board.maintenances.filter(({ isUnderWay }) => isUnderWay)
  const ahead = board.maintenances.filter(({ isUnderWay }) => !isUnderWay)
  const body = [
    headerOf(board),
    '<main>',
    `<p class="banner ${indicator}" role="status">${board.components.length === 0 ? 'Nothing is shown here yet' : description}</p>`,
    ...open.map((incident) => incidentCard(board, incident)),
    ...now.map(maintenanceCard),
    componentsOf(board),
    ...(ahead.length === 0 ? [] : ['<h2>Scheduled maintenance</h2>', ...ahead.slice(0, 10).map(maintenanceCard)]),
    '<h2>Past incidents</h2>',
    pastOf(board, 14),
    takesSubscribers ? subscribeForm(board) : '',
    '</main>',
    footerOf(board),
  ]
  return documentOf(board, `${board.page.title}: ${description}`, body.join(''), true)
}

function componentsOf({ components }: Board): string {
  const groups = [...new Set(components.map(({ group }) => group ?? ''))].sort()
  return groups
    .map((group) => {
      const members = components.filter((component) => (component.group ?? '') === group)
      return `${group === '' ? '<h2>Components</h2>' : `<h2>${escaped(group)}</h2>`}${members.map(componentCard).join('')}`
    })
    .join('')
}

function componentCard({ name, description, status, uptime }: PublicComponent): string {
  const percent = uptime.percent === undefined ? 'no figure yet' : `${uptimeText(uptime.percent)} uptime`
  const bars = uptime.days.map((day) => `<i class="${day.worst ?? 'unknown'}" title="${dayText(day)}"></i>`).join('')
  return `<section class="card"><div class="row"><h3>${escaped(name)}</h3><span class="state ${status}">${componentWords[status]}</span></div>${
    description === undefined ? '' : `<p class="soft">${escaped(description)}</p>`
  }<div class="bars" role="img" aria-label="${escaped(name)}: ${percent} in 90 days">${bars}</div><div class="row soft"><span class="far">90 days ago</span><span class="near">30 days ago</span><span>${percent}</span><span>today</span></div></section>`
}

/** Rounded down: 99.999 % is not 100 %. */
export const uptimeText = (percent: number): string =>
  percent >= 100 ? '100 %' : `${(Math.floor(percent * 100) / 100).toFixed(2)} %`

function dayText({ startMs, worst, downMs }: Day): string {
  const day = isoTime(startMs).slice(0, 10)
  if (worst === undefined) return `${day}: not watched`
  const downMinutes = Math.ceil(downMs / 60_000)
  return `${day}: ${componentWords[worst].toLowerCase()}${downMinutes === 0 ? '' : `, ${downMinutes} min down`}`
}

function incidentCard(board: Board, { id, title, state, impact, startedAtMs, updates }: PublicIncident): string {
  const said = updates
    .map(
      (update) =>
        `<div class="update"><strong>${stateWord(update.state)}</strong>: ${escaped(update.text)}<br>${timeTag(update.atMs)}</div>`,
    )
    .join('')
  return `<article class="card incident ${impact}"><div class="row"><h3><a href="${escaped(incidentUrl(board, id))}">${escaped(title)}</a></h3><span class="state">${stateWord(state)}</span></div><small>Since ${timeTag(startedAtMs)}</small>${said}</article>`
}

const maintenanceCard = ({ title, text, fromMs, untilMs, isUnderWay }: PublicMaintenance): string =>
  `<article class="card"><div class="row"><h3>${escaped(title)}</h3><span class="state under_maintenance">${isUnderWay ? 'Under way' : 'Scheduled'}</span></div><p>${escaped(text)}</p><small>${timeTag(fromMs)} until ${timeTag(untilMs)}</small></article>`

/** By day, also the days without any: silence that is meant to be silence. */
function pastOf(board: Board, days: number): string {
  const over = board.incidents.filter(({ state }) => state === 'resolved')
  const dayOf = (timeMs: number): string => isoTime(timeMs).slice(0, 10)
  return Array.from({ length: days }, (_, back) => dayOf(board.asOfMs - back * 86_400_000))
    .map((day) => {
      const found = over.filter(({ startedAtMs }) => dayOf(startedAtMs) === day)
      const cards = found.map((incident) => incidentCard(board, incident)).join('')
      return `<section><h3>${day}</h3>${cards === '' ? '<p class="soft">No incidents.</p>' : cards}</section>`
    })
    .join('')
}

export function historyHtml(board: Board): string {
  const cards = board.incidents.map((incident) => incidentCard(board, incident)).join('')
  const body = `<main><h2>History</h2>${cards === '' ? '<p class="soft">No incidents.</p>' : cards}<p class="soft">The newest ${statusPageLimits.incidentsShown.value} of the last 90 days.</p></main>`
  return documentOf(board, `${board.page.title}: history`, `${headerOf(board)}${body}${footerOf(board)}`)
}

/** Undefined where the public knows nothing under that id. */
export function incidentHtml(board: Board, id: string): string | undefined {
  const incident = board.incidents.find((candidate) => candidate.id === id)
  const maintenance = board.maintenances.find((candidate) => candidate.id === id)
  const card = incident === undefined ? maintenance && maintenanceCard(maintenance) : incidentCard(board, incident)
  if (card === undefined) return undefined
  const title = `${board.page.title}: ${(incident ?? maintenance)?.title ?? ''}`
  const refreshes = incident !== undefined && incident.state !== 'resolved'
  return documentOf(board, title, `${headerOf(board)}<main><p></p>${card}</main>${footerOf(board)}`, refreshes)
}

const subscribeForm = (board: Board): string =>
  `<h2>Subscribe</h2><div class="card"><form method="post" action="${escaped(baseOf(board))}/subscribe"><input type="email" name="email" required maxlength="254" autocomplete="email" placeholder="you@example.com" aria-label="E-mail address"><button>Subscribe by e-mail</button></form><form method="post" action="${escaped(baseOf(board))}/subscribe"><input type="url" name="webhook" required maxlength="500" pattern="https://.*" placeholder="https://example.com/hook" aria-label="Webhook address"><button>Subscribe a webhook</button></form><p class="soft">We ask the address first. Every message says how to leave.</p></div>`

/** A page with one sentence, and perhaps one button: links in mails are opened by programs, so that only a button does something. */
export function messageHtml(
  board: Pick<Board, 'page'>,
  {
    title,
    text,
    button,
    code,
  }: { title: string; text: string; button?: { label: string; action: string }; code?: string },
): string {
  const form =
    button && `<form method="post" action="${escaped(button.action)}"><button>${escaped(button.label)}</button></form>`
  const shown = code === undefined ? '' : `<p><code>${escaped(code)}</code></p>`
  const body = `<main><h2>${escaped(title)}</h2><div class="card"><p>${escaped(text)}</p>${shown}${form ?? ''}</div><p><a href="${escaped(baseOf(board))}">Status</a></p></main>`
  return documentOf(board, `${board.page.title}: ${title}`, headerOf(board) + body)
}
