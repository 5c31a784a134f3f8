/** What the command API offers of reviews. */
import { addItem, finishItem, linkTicket, reopenItem } from './item.ts'
import { find, get, lint, list, markdown } from './read.ts'
import { reach, write } from './write.ts'

export const reviewCommands = [
  write,
  reach,
  addItem,
  finishItem,
  reopenItem,
  linkTicket,
  get,
  find,
  markdown,
  lint,
  list,
] as const
