/** The composed graph: what the graphlets give together, by AppSync's merge rules. */

import type { Topology } from '../../infra/topology-types.ts'
import {
  graphletModes,
  graphletSources,
  type MergedSchema,
  mergeSources,
} from '../../packages/local/src/appsync/index.ts'
import { root } from './repository.ts'

/** Throws with every problem where the graphlets do not fit each other. */
export function composedGraph({ graphlets }: Topology): MergedSchema {
  const { schema, problems } = mergeSources(graphletSources(root, graphlets), graphletModes(graphlets))
  if (problems.length > 0)
    throw new Error(
      `The graphlets do not compose:\n${problems.map(({ source, message }) => `- ${source}: ${message}`).join('\n')}`,
    )
  return schema
}
