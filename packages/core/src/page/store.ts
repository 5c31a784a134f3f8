/** Where pages lie in the table: with their escalation, so that a step and its pages are one transaction and one reading. */
import { isoTime } from '../clock.ts'
import { defineEntity } from '../entity.ts'
import { pageSchema } from './page.ts'

/** All pages of an escalation, in the order of rounds and steps. */
export const pagesOfEscalation = (escalationId: string) => ({ pk: `escalation#${escalationId}`, skPrefix: 'page#' })
/** Pages to a person, by the time of planning. */
export const pagesToPerson = (person: string) => ({ index: 'gsi1', pk: `pages#person#${person}` }) as const
/** All pages planned on a day, by time. */
export const pagesOfDay = (dayMs: number) =>
  ({ index: 'gsi2', pk: `pages#day#${isoTime(dayMs).slice(0, 10)}` }) as const

const padded = (value: number): string => String(value).padStart(6, '0')

export const pageEntity = defineEntity({
  name: 'page',
  itemVersion: 1,
  schema: pageSchema,
  keyFields: ['escalationId', 'round', 'step', 'id'],
  key: ({ escalationId, round, step, id }) => ({
    pk: `escalation#${escalationId}`,
    sk: `page#${padded(round)}#${padded(step)}#${id}`,
  }),
  indexes: ({ id, person, plannedAtMs, escalationId, address, channel }) => ({
    gsi1: { pk: pagesToPerson(person ?? `${channel}:${address}`).pk, sk: `${isoTime(plannedAtMs)}#${id}` },
    gsi2: { pk: pagesOfDay(plannedAtMs).pk, sk: `${isoTime(plannedAtMs)}#${escalationId}#${id}` },
  }),
})
