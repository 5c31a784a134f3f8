/** One version on its way: each stage of its pipeline with its regions, where it waits, and why it stopped. */
import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import type { PipelineListQuery, PromotionFactsFragment, PromotionState } from '../generated/graph.ts'
import { ActionButtons } from './action.tsx'
import { PageLink } from './page-link.tsx'
import { Time } from './time.tsx'

type Stage = NonNullable<PipelineListQuery['pipelines']>['nodes'][number]['stages'][number]

const states: Readonly<Record<PromotionState, string>> = {
  QUEUED: 'waits at the entrance of the stage',
  AWAITING_APPROVAL: 'waits for a person',
  RELEASING: 'is being released',
  SOAKING: 'is watched before the next step',
  COMPLETED: 'has come all the way',
  STOPPED: 'was stopped',
  SUPERSEDED: 'gave way to a newer one',
}

const actionNames: Readonly<Record<string, string>> = { 'promotion.approve': 'Let it in', 'promotion.stop': 'Stop it' }

export interface PromotionPathProps {
  readonly promotion: PromotionFactsFragment
  readonly stages: readonly Stage[]
  onDone(): void
}

export function PromotionPath({ promotion, stages, onDone }: PromotionPathProps) {
  const { id, version, author, state, createdAt, reason, actions } = promotion
  const possible = actions.filter(({ isAllowed }) => isAllowed)
  return (
    <article>
      <Header
        variant="h3"
        description={
          <>
            {states[state]} · by {author} · <Time at={createdAt} />
          </>
        }
        actions={
          possible.length > 0 && (
            <ActionButtons
              actions={possible.map((action) => ({ ...action, text: actionNames[action.command] ?? action.command }))}
              input={{ promotionId: id }}
              subject={version}
              onDone={onDone}
            />
          )
        }
      >
        {version}
      </Header>
      <ol className="stage-path" aria-label="Stages">
        {stages.map((stage, index) => (
          <StageBox key={stage.name} stage={stage} index={index} promotion={promotion} />
        ))}
      </ol>
      {reason !== null && (
        <Box color="text-body-secondary" fontSize="body-s">
          {reason.sentence}
        </Box>
      )}
    </article>
  )
}

type StageLook = 'done' | 'bad' | 'now' | 'next'

function lookOf(stage: Stage, index: number, { regions, stageIndex, isEnded }: PromotionFactsFragment): StageLook {
  const here = regions.filter((region) => region.stage === stage.name)
  if (here.some(({ outcome }) => outcome === 'taken-back' || outcome === 'stuck')) return 'bad'
  const all = stage.groups.flat().length
  if (here.length === all && here.every(({ outcome }) => outcome === 'completed')) return 'done'
  return index === stageIndex && !isEnded ? 'now' : 'next'
}

const regionWords: Readonly<Record<string, string>> = {
  completed: '✓',
  'taken-back': '✕ taken back',
  stuck: '! rollback failed',
  superseded: 'superseded',
}

interface StageBoxProps {
  readonly stage: Stage
  readonly index: number
  readonly promotion: PromotionFactsFragment
}

function StageBox({ stage, index, promotion }: StageBoxProps) {
  const look = lookOf(stage, index, promotion)
  return (
    <li className={`stage stage-${look}`}>
      <strong>{stage.name}</strong>
      {stage.approvals > 0 && <span className="soft"> needs {stage.approvals} to say yes</span>}
      <ul>
        {stage.groups.flat().map((region) => {
          const found = promotion.regions.find(
            (candidate) => candidate.stage === stage.name && candidate.region === region,
          )
          if (found === undefined)
            return (
              <li key={region} className="soft">
                ○ {region}
              </li>
            )
          return (
            <li key={region}>
              <PageLink href={`/releases/${found.releaseId}`}>{region}</PageLink>{' '}
              {found.outcome === null ? '● under way' : (regionWords[found.outcome] ?? found.outcome)}
            </li>
          )
        })}
      </ul>
    </li>
  )
}
