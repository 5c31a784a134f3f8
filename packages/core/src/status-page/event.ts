/** What happens to the public status page. */
import { defineEvent } from '../event.ts'
import { statusPageSchema } from './page.ts'

export const statusPageRecorded = defineEvent(
  'status-page.recorded',
  1,
  'The public status page was declared or changed.',
  {
    page: statusPageSchema,
  },
)
