/** The graph's news: what Houston's bus publishes reaches subscribers as it is. */
import { field, graphHandler, machines } from '../middleware/graph-handler.ts'
import { changingNouns } from './live/noun.ts'

export const handler = graphHandler({
  Query: { changingNouns: field(async () => changingNouns) },
  Mutation: { publishChange: field(async (_, change: unknown) => change, machines) },
})
