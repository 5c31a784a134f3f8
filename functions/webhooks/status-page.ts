/** The public status page: anybody reads it, and subscribes with its forms. */
import * as StatusPage from '@houston/core/status-page/surface.ts'
import { publicHandler } from '../middleware/public-handler.ts'

export const handler = publicHandler({
  reader: 'status-page',
  base: '/status',
  maxAgeSec: 15,
  read: StatusPage.read,
  take: StatusPage.take,
  explain: StatusPage.explain,
})
