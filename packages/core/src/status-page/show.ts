/** The status page for people inside: what the public sees now, and how many hear of it. */
import * as z from 'zod'
import { defineOperation } from '../operation.ts'
import { type Board, readBoard } from './board.ts'
import { listSubscribers } from './subscribe.ts'

const countedAtMost = 1_000

export const show = /* @__PURE__ */ defineOperation(
  {
    name: 'status-page.show',
    summary: 'What the public sees of incidents, and how many subscribed',
    input: z.object({}),
    allowedTo: ['viewer', 'responder', 'releaser', 'admin'],
  },
  async (ctx): Promise<{ board: Board; subscribers: string }> => {
    const [board, { items, cursor }] = await Promise.all([readBoard(ctx), listSubscribers(ctx, countedAtMost)])
    return { board, subscribers: cursor === undefined ? String(items.length) : `more than ${countedAtMost}` }
  },
)
