/** The decisions that the search runs on: Houston's own. A test puts a broken one in the place of one of them. */
import type { Freeze } from '@houston/core/gate'
import { isFrozen } from '@houston/core/gate/freeze.ts'
import { releaseTransitions } from '@houston/core/release'
import { decideAdmission, decideNext } from '@houston/core/release/admission.ts'
import { completed, standingOf, takenBack, tookAllTraffic } from '@houston/core/release/standing.ts'
import {
  decideCompletion,
  decideDriver,
  decidePromotion,
  decideWaveStart,
  trafficBefore,
} from '@houston/core/release/step.ts'
import { decideOutcome } from '@houston/core/release/verdict.ts'
import { decideRequest, decideTraffic, mayReturnUnderWay } from '@houston/core/rollback/decide.ts'

export const rules = {
  transitions: releaseTransitions,
  isFrozen,
  decideAdmission,
  decideNext,
  decideDriver,
  decideWaveStart,
  decidePromotion,
  decideCompletion,
  trafficBefore,
  decideOutcome,
  decideRequest,
  decideTraffic,
  mayReturnUnderWay,
  standingOf,
  tookAllTraffic,
  completed,
  takenBack,
}
export type Rules = typeof rules

/** Half-open, as every interval: frozen at its first instant, not at its end. */
const freeze: Freeze = {
  name: 'sale',
  reason: 'the sale',
  appliesTo: {},
  fromMs: 1_000,
  untilMs: 2_000,
  stopsReleasesUnderWay: true,
} as Freeze

/** The instants around its edges. */
const instantsMs = [999, 1_000, 1_999, 2_000] as const
export const lastClock = instantsMs.length - 1

/** By clock, computed once: whether waves may not start. */
export const frozenAt = ({ isFrozen: frozen }: Rules): readonly boolean[] =>
  instantsMs.map((atMs) => frozen(freeze, atMs))
