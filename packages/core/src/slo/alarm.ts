/** The alert of an objective, as it is handed to the intake: it goes the way of all alerts. */
import * as Alert from '../alert/surface.ts'
import type { Context } from '../context.ts'
import type { SloFacts } from './slo.ts'
import type { BurnState } from './standing.ts'

const stateOf: Readonly<Record<BurnState, 'firing' | 'resolved' | 'unknown'>> = {
  fast: 'firing',
  slow: 'firing',
  none: 'resolved',
  unknown: 'unknown',
}

export const fires = (burn: BurnState): boolean => stateOf[burn] === 'firing'

export async function raise(
  ctx: Context,
  { name, service, title, target }: SloFacts,
  burn: BurnState,
  sentence: string,
): Promise<void> {
  const payload = { name, service, title, target, state: stateOf[burn], burn, atMs: ctx.nowMs, sentence }
  await Alert.receive(ctx, { kind: 'slo', payload })
}
