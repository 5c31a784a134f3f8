/** docs/generated/transitions.md */
import {
  holdingStates,
  isEnded,
  type ReleaseState,
  releaseActions,
  releaseStates,
  releaseTransitions,
} from '../../packages/core/src/release/index.ts'
import { code, mermaid, page, table } from './markdown.ts'

/** Mermaid takes no hyphens in the names of states. */
const idOf = (state: string): string => state.replaceAll('-', '_')

function diagram(): string[] {
  return [
    'stateDiagram-v2',
    ...releaseStates.map((state) => `  state "${state}" as ${idOf(state)}`),
    `  [*] --> ${idOf('queued')}`,
    `  [*] --> ${idOf('admitted')}`,
    ...releaseStates.flatMap((from) => releaseTransitions[from].map((to) => `  ${idOf(from)} --> ${idOf(to)}`)),
    ...releaseStates.filter(isEnded).map((state) => `  ${idOf(state)} --> [*]`),
  ]
}

const actionsIn = (state: ReleaseState): string =>
  Object.entries(releaseActions)
    .filter(([, states]) => (states as readonly ReleaseState[]).includes(state))
    .map(([action]) => code(action))
    .join(', ')

export const transitionPage = (): string =>
  page(
    'The life of a release',
    '`packages/core/src/release/state.ts`',
    mermaid(diagram()),
    table(
      ['State', 'Leads to', 'People may', 'Holds its target'],
      releaseStates.map((state) => [
        code(state),
        releaseTransitions[state].map(code).join(', ') || 'nothing: an end',
        actionsIn(state),
        holdingStates.includes(state) ? 'yes' : 'no',
      ]),
    ),
  )
