/** Assesses a release when it starts: gathers what is known of its change, its history and who is hit, and decides its plan. */
import type { ArtifactItem } from '../artifact/index.ts'
import { minuteMs } from '../clock.ts'
import type { Context } from '../context.ts'
import { limits } from '../limits.ts'
import type { DescribedChange, ReleasePlan } from '../pipeline/index.ts'
import * as Pipeline from '../pipeline/surface.ts'
import {
  assessBlast,
  assessRisk,
  type Blast,
  blastTableByTier,
  type ChangeFacts,
  careOf,
  decidePlan,
  fileKindOf,
  hurried,
  makeGraph,
  type Plan,
  type PlanPolicy,
  type RollbackFacts,
  versionJumpOf,
} from '../risk/index.ts'
import type { ServiceItem } from '../service/index.ts'
import * as Service from '../service/operation.ts'
import { zoneOf } from '../zone.ts'
import type { AssessmentItem } from './assessment.ts'
import type { ReleaseItem } from './release.ts'
import { releaseEntity, releasesOfService } from './store.ts'
import { type TrackRecord, trackRecordOf } from './track-record.ts'

/** How many of a service's releases its history is read from. */
const historyReleases = 100
/** Callers that an assessment names; it counts all of them. */
const namedCallers = 50

export interface Assessed {
  readonly assessment: Omit<AssessmentItem, 'releaseId' | 'revision'>
  readonly waves: ReleasePlan['waves']
  readonly approvals: Plan['approvals']
  readonly steps: Plan['steps']
  readonly authors: readonly string[]
}

export interface Planning {
  /** Undefined: the declared waves as they stand. */
  readonly policy: PlanPolicy | undefined
  readonly lane: 'ordinary' | 'hotfix'
  /** All waves of a hotfix together are watched no longer than this. */
  readonly hotfixSoakMs: number
}

export async function assess(
  ctx: Context,
  artifact: ArtifactItem,
  { target, waves, rollback }: Pick<ReleasePlan, 'target' | 'waves' | 'rollback'>,
  planning: Planning,
): Promise<Assessed> {
  const { service, author } = artifact
  const [recent, catalog] = await Promise.all([
    recentOf(ctx, service),
    Service.listAll(ctx, limits.servicesPerCatalog.value),
  ])
  const history = trackRecordOf(recent, { service, target, author })
  const described = await describedSince(ctx, artifact, history)
  const facts = factsOf(
    ctx,
    artifact,
    described,
    history,
    catalog.find(({ name }) => name === service),
  )
  const risk = assessRisk(facts)
  const blast = assessBlast(
    { graph: makeGraph(catalog), service, rollback: rollbackOf(described, rollback) },
    blastTableByTier,
  )
  const plan = planOf({ riskScore: risk.score, blastLevel: blast.level, waves }, planning)
  return {
    assessment: {
      risk: { ...risk, parts: [...risk.parts] },
      blast: storedBlast(blast),
      plan: plan.stored,
      assessedAtMs: ctx.nowMs,
    },
    waves: plan.stored.waves,
    approvals: plan.approvals,
    steps: plan.steps,
    authors: [...new Set([author, ...(described?.authors ?? [])])].filter((name) => name !== ''),
  }
}

async function recentOf(ctx: Context, service: string): Promise<readonly ReleaseItem[]> {
  const query = { ...releasesOfService(service), limit: historyReleases, newestFirst: true }
  return (await releaseEntity.query(ctx.store, query)).items
}

/** What is known of all that goes out with this artifact: every change since the one that is live. Undefined: nothing. */
async function describedSince(
  ctx: Context,
  { pipeline, commit }: ArtifactItem,
  { live }: TrackRecord,
): Promise<DescribedChange | undefined> {
  const changes = await Pipeline.commitsSince(ctx, pipeline, live?.commit, commit)
  return changes === undefined ? undefined : Pipeline.describedTogether(ctx, pipeline, changes)
}

function factsOf(
  ctx: Context,
  { version }: ArtifactItem,
  described: DescribedChange | undefined,
  { live, service, author }: TrackRecord,
  catalogued: ServiceItem | undefined,
): ChangeFacts {
  const { files, dependenciesChanged, commits } = described ?? {}
  return {
    files,
    dependenciesChanged,
    commits,
    author,
    service,
    local: localTime(catalogued?.timeZone, ctx.nowMs),
    ...(live !== undefined && {
      sinceLastReleaseMs: Math.max(0, ctx.nowMs - (live.endedAtMs ?? live.changedAtMs)),
      versionJump: versionJumpOf(live.version, version),
    }),
  }
}

/** By the clocks of the people who own the service; not known where the catalog does not say where they are. */
function localTime(zone: string | undefined, nowMs: number): ChangeFacts['local'] {
  if (zone === undefined) return undefined
  const wall = new Date(zoneOf(zone).wallMs(nowMs))
  const weekday = wall.getUTCDay() === 0 ? 7 : wall.getUTCDay()
  return { weekday, minuteOfDay: Math.floor((wall.getTime() % 86_400_000) / minuteMs) }
}

/** As it was described; else by its files and what the pipeline declares: a migration without a declared way back has none. */
function rollbackOf(
  described: DescribedChange | undefined,
  { flags, database }: ReleasePlan['rollback'],
): RollbackFacts | undefined {
  if (described?.rollback !== undefined) return described.rollback
  if (described?.files === undefined) return undefined
  const migrations = described.files.filter(({ path }) => fileKindOf(path) === 'migration').length
  const declared = database === undefined ? 0 : migrations
  return { flags: flags.length, reversibleSteps: declared, irreversibleSteps: migrations - declared }
}

function storedBlast(blast: Blast): AssessmentItem['blast'] {
  const { level, name, tableVersion, parts, callers, customersKnown, revenuePerHourUsdKnown, sentence } = blast
  return {
    level,
    name,
    tableVersion,
    parts: parts.map((part) => ({ ...part })),
    callers: callers.slice(0, namedCallers).map((caller) => caller.name),
    callerCount: callers.length,
    customersKnown,
    revenuePerHourUsdKnown,
    sentence,
  }
}

interface PlanBasis {
  readonly riskScore: number
  readonly blastLevel: number
  readonly waves: ReleasePlan['waves']
}

/** A hotfix keeps its declared waves and hurries; the lane asks for one approval, whatever the plan would. */
function planOf(basis: PlanBasis, { policy, lane, hotfixSoakMs }: Planning) {
  const care = careOf(basis.riskScore, basis.blastLevel)
  const none = { approvals: [], steps: [] }
  if (lane === 'hotfix') {
    const waves = hurried(basis.waves, hotfixSoakMs).map((wave) => ({ ...wave }))
    return {
      ...none,
      stored: { by: 'hotfix' as const, care, waves, sentence: 'The declared waves, hurried for a hotfix.' },
    }
  }
  if (policy === undefined) {
    const sentence = 'The declared waves, whatever the risk: the pipeline says so.'
    return { ...none, stored: { by: 'declared' as const, care, waves: [...basis.waves], sentence } }
  }
  const { waves, approvals, steps, sentence } = decidePlan(basis, policy)
  const bounded = waves.slice(0, limits.wavesPerRelease.value).map((wave) => ({ ...wave }))
  return { approvals, steps, stored: { by: 'risk' as const, care, waves: bounded, sentence } }
}
