/** On-call calendars, as other programs subscribe to them. */
import * as Oncall from '@houston/core/oncall/oncall.ts'
import { documentHandler } from '../middleware/document-handler.ts'

export const handler = documentHandler({
  reader: 'calendar',
  contentType: 'text/calendar; charset=utf-8',
  read: Oncall.readFeed,
})
