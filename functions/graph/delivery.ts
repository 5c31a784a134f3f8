/** Delivery's part of the graph. */
import { graphHandler } from '../middleware/graph-handler.ts'
import { assessment } from './delivery/assessment.ts'
import { gates } from './delivery/gate.ts'
import { pipeline, pipelines, promotion, promotionsOfPipeline } from './delivery/pipeline.ts'
import { lastRelease, release, releases, releasesOfService } from './delivery/release.ts'
import { timeline } from './delivery/timeline.ts'
import { ticks, waves } from './delivery/wave.ts'

export const handler = graphHandler({
  Query: { release, releases, pipeline, pipelines, promotion },
  Service: { releases: releasesOfService, lastRelease },
  Release: { waves, timeline, assessment, gates },
  Wave: { ticks },
  Pipeline: { promotions: promotionsOfPipeline },
})
