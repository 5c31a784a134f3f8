/** What a chat shows of incidents and duties: few lines, the names first. */
import type { IncidentItem } from '../incident/index.ts'
import type * as Oncall from '../oncall/oncall.ts'
import { usages } from './words.ts'

type WhoAnswer = Awaited<ReturnType<typeof Oncall.who>>['items'][number]

/** As Slack takes it: seen by the one who asked, or by the whole channel. */
export interface ChatAnswer {
  readonly response_type: 'ephemeral' | 'in_channel'
  readonly text: string
}

export const privately = (text: string): ChatAnswer => ({ response_type: 'ephemeral', text })
export const openly = (text: string): ChatAnswer => ({ response_type: 'in_channel', text })

/** Texts of people are shown as they are, and mention nobody (Slack, "Escaping text"). */
export const plain = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export const helpText = (): string =>
  [
    'What `/houston` does; without INCIDENT it is the one whose room this is:',
    ...Object.values(usages).map((usage) => `• \`/houston ${usage}\``),
  ].join('\n')

export const incidentLine = ({ id, severity, state, service, title, roles }: IncidentItem): string =>
  `${severity} ${state}: ${plain(service)}, ${plain(title)} (${id})${roles.commander === undefined ? ', nobody has it' : `, ${plain(roles.commander)} has it`}`

export const incidentsText = (incidents: readonly IncidentItem[]): string =>
  incidents.length === 0 ? 'No incident is live.' : incidents.map((one) => `• ${incidentLine(one)}`).join('\n')

export const dutiesText = (items: readonly WhoAnswer[]): string =>
  items.length === 0
    ? 'No schedule is declared.'
    : items
        .map(({ schedule, roles }) => {
          const held = Object.entries(roles).map(
            ([role, duty]) =>
              `${role} ${duty.kind === 'held' ? duty.holders.map(({ person }) => plain(person)).join(' and ') : 'nobody'}`,
          )
          return `• ${plain(schedule)}: ${held.join(', ')}`
        })
        .join('\n')
