/** Delivery's part of the graph. */
import { graphHandler } from '../middleware/graph-handler.ts'
import { lastRelease, release, releases, releasesOfService } from './delivery/release.ts'
import { timeline } from './delivery/timeline.ts'
import { ticks, waves } from './delivery/wave.ts'

export const handler = graphHandler({
  Query: { release, releases },
  Service: { releases: releasesOfService, lastRelease },
  Release: { waves, timeline },
  Wave: { ticks },
})
