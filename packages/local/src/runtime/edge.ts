/** Puts the runtime's clock and chance where handlers take theirs from. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Clock } from '@houston/core/clock.ts'
import type { Random } from '@houston/core/random.ts'

interface Edge {
  clock: Clock
  random: Random
}

export async function putEdge(root: string, { clock, random }: Edge): Promise<void> {
  const file = join(root, 'functions/middleware/edge.ts')
  const { edge } = (await import(pathToFileURL(file).href)) as { edge: Edge }
  edge.clock = clock
  edge.random = random
}
