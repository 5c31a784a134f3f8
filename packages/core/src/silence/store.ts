/** Where silences and maintenance windows lie: all in one small partition, read whole and consistently. */
import * as z from 'zod'
import { dayMs } from '../clock.ts'
import { defineEntity, revisioned } from '../entity.ts'
import { maintenanceSchema } from './maintenance.ts'
import { silenceSchema } from './silence.ts'

const partition = 'silences'
/** After its end a silence is shown for a week; its events tell of it for ever. */
const shownMs = 7 * dayMs

/** Every silence that holds, will hold or held lately. */
export const allSilences = { pk: partition, skPrefix: 'silence#' } as const
export const allMaintenance = { pk: partition, skPrefix: 'maintenance#' } as const

/** Its revision counts every change of what is muted: whoever keeps it in memory compares. */
export const muteHeadEntity = defineEntity({
  name: 'mute-head',
  itemVersion: 1,
  schema: z.object({ ...revisioned, name: z.literal('mutes') }),
  keyFields: ['name'],
  key: ({ name }) => ({ pk: partition, sk: `head#${name}` }),
})

export const silenceEntity = defineEntity({
  name: 'silence',
  itemVersion: 1,
  schema: z.object({ ...silenceSchema.shape, ...revisioned }),
  keyFields: ['id'],
  key: ({ id }) => ({ pk: partition, sk: `silence#${id}` }),
  expiresAtSec: ({ endsAtMs }) => Math.ceil((endsAtMs + shownMs) / 1_000),
})

export const maintenanceEntity = defineEntity({
  name: 'maintenance',
  itemVersion: 1,
  schema: z.object({ ...maintenanceSchema.shape, ...revisioned }),
  keyFields: ['name'],
  key: ({ name }) => ({ pk: partition, sk: `maintenance#${name}` }),
})
