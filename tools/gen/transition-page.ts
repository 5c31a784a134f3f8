/** docs/generated/transitions.md */

import { formatDuration } from '../../packages/core/src/duration.ts'
import {
  type EscalationState,
  escalationActions,
  escalationStates,
  escalationTransitions,
} from '../../packages/core/src/escalation/index.ts'
import {
  type IncidentState,
  incidentActions,
  incidentStateMeanings,
  incidentStates,
  incidentTransitions,
  isEnded as isIncidentEnded,
} from '../../packages/core/src/incident/index.ts'
import { swapStates, swapTransitions } from '../../packages/core/src/oncall/swap.ts'
import { type PageState, pageStates, pageTransitions } from '../../packages/core/src/page/page.ts'
import {
  hasEnded,
  type PromotionState,
  promotionActions,
  promotionStates,
  promotionTransitions,
} from '../../packages/core/src/promotion/index.ts'
import {
  holdingStates,
  isEnded,
  type ReleaseState,
  releaseActions,
  releaseStates,
  releaseTransitions,
} from '../../packages/core/src/release/index.ts'
import { type ReviewState, reviewStates, reviewTransitions, stages } from '../../packages/core/src/review/index.ts'
import { code, mermaid, page, table } from './markdown.ts'

/** Mermaid takes no hyphens in the names of states. */
const idOf = (state: string): string => state.replaceAll('-', '_')

interface Life<State extends string> {
  readonly states: readonly State[]
  readonly starts: readonly State[]
  readonly transitions: Readonly<Record<State, readonly State[]>>
  readonly isEnd: (state: State) => boolean
}

function diagram<State extends string>({ states, starts, transitions, isEnd }: Life<State>): string[] {
  return [
    'stateDiagram-v2',
    ...states.map((state) => `  state "${state}" as ${idOf(state)}`),
    ...starts.map((state) => `  [*] --> ${idOf(state)}`),
    ...states.flatMap((from) => transitions[from].map((to) => `  ${idOf(from)} --> ${idOf(to)}`)),
    ...states.filter(isEnd).map((state) => `  ${idOf(state)} --> [*]`),
  ]
}

const release: Life<ReleaseState> = {
  states: releaseStates,
  starts: ['queued', 'admitted'],
  transitions: releaseTransitions,
  isEnd: isEnded,
}
const promotion: Life<PromotionState> = {
  states: promotionStates,
  starts: ['queued'],
  transitions: promotionTransitions,
  isEnd: hasEnded,
}

const incident: Life<IncidentState> = {
  states: incidentStates,
  starts: ['open'],
  transitions: incidentTransitions,
  isEnd: isIncidentEnded,
}
const review: Life<ReviewState> = {
  states: reviewStates,
  starts: ['drafted'],
  transitions: reviewTransitions,
  isEnd: (state) => state === 'done',
}
const escalation: Life<EscalationState> = {
  states: escalationStates,
  starts: ['active'],
  transitions: escalationTransitions,
  isEnd: (state) => state === 'ended',
}
const sentPage: Life<PageState> = {
  states: pageStates,
  starts: ['planned'],
  transitions: pageTransitions,
  isEnd: (state) => pageTransitions[state].length === 0,
}
const dueIn = (state: ReviewState): string => {
  const stage = stages.find((candidate) => candidate.state === state)
  return stage === undefined ? '' : `${formatDuration(stage.dueAfterMs)} after the service was restored: ${stage.asks}`
}

const leadsTo = (states: readonly string[]): string => states.map(code).join(', ') || 'nothing: an end'

const actionsIn = (actions: Readonly<Record<string, readonly string[]>>, state: string): string =>
  Object.entries(actions)
    .filter(([, states]) => states.includes(state))
    .map(([action]) => code(action))
    .join(', ')

export const transitionPage = (): string =>
  page(
    'The life of a release',
    'the files `state.ts` of release, promotion, incident, review and escalation, `page.ts` and `swap.ts`',
    mermaid(diagram(release)),
    table(
      ['State', 'Leads to', 'People may', 'Holds its target'],
      releaseStates.map((state) => [
        code(state),
        leadsTo(releaseTransitions[state]),
        actionsIn(releaseActions, state),
        holdingStates.includes(state) ? 'yes' : 'no',
      ]),
    ),
    '## The life of a promotion',
    mermaid(diagram(promotion)),
    table(
      ['State', 'Leads to', 'People may'],
      promotionStates.map((state) => [
        code(state),
        leadsTo(promotionTransitions[state]),
        actionsIn(promotionActions, state),
      ]),
    ),
    '## The life of an incident',
    mermaid(diagram(incident)),
    table(
      ['State', 'Means', 'Leads to', 'People may'],
      incidentStates.map((state) => [
        code(state),
        incidentStateMeanings[state],
        leadsTo(incidentTransitions[state]),
        actionsIn(incidentActions, state),
      ]),
    ),
    '## The life of a review',
    mermaid(diagram(review)),
    table(
      ['State', 'Leads to', 'Due'],
      reviewStates.map((state) => [code(state), leadsTo(reviewTransitions[state]), dueIn(state)]),
    ),
    '## The life of an escalation',
    mermaid(diagram(escalation)),
    table(
      ['State', 'Leads to', 'People may'],
      escalationStates.map((state) => [
        code(state),
        leadsTo(escalationTransitions[state]),
        actionsIn(escalationActions, state),
      ]),
    ),
    '## The life of a page',
    mermaid(diagram(sentPage)),
    table(
      ['State', 'Leads to'],
      pageStates.map((state) => [code(state), leadsTo(pageTransitions[state])]),
    ),
    '## The life of a swap of duty',
    table(
      ['State', 'Leads to'],
      swapStates.map((state) => [
        code(state),
        Object.entries(swapTransitions[state])
          .map(([action, next]) => `${code(next)} by ${action}`)
          .join(', ') || 'nothing: an end',
      ]),
    ),
  )
