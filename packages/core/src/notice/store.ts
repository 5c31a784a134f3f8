/** Where notices lie in the table: with their deliveries, which are walked through in order until none is open. */
import * as z from 'zod'
import { defineEntity, revisioned } from '../entity.ts'
import { deliverySchema, noticeSchema } from './notice.ts'

export const noticeEntity = defineEntity({
  name: 'notice',
  itemVersion: 1,
  schema: noticeSchema,
  keyFields: ['id'],
  key: ({ id }) => ({ pk: `notice#${id}`, sk: 'notice' }),
})

export const deliveryEntity = defineEntity({
  name: 'delivery',
  itemVersion: 1,
  schema: deliverySchema,
  keyFields: ['noticeId', 'id'],
  key: ({ noticeId, id }) => ({ pk: `notice#${noticeId}`, sk: `delivery#${id}` }),
})
/** Everybody whom a notice goes to, by id. */
export const deliveriesOf = (noticeId: string) => ({ pk: `notice#${noticeId}`, skPrefix: 'delivery#' })

/** Where the first message about an incident stands in a channel: what follows goes into its thread. */
export const noticeThreadEntity = defineEntity({
  name: 'notice-thread',
  itemVersion: 1,
  schema: z.object({ ...revisioned, incidentId: z.string(), address: z.string(), receipt: z.string() }),
  keyFields: ['incidentId', 'address'],
  key: ({ incidentId, address }) => ({ pk: `incident#${incidentId}`, sk: `notice-thread#${address}` }),
})
