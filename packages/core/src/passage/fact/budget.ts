/** What is left of the error budget: as Houston counts it by the service's objectives, or as somebody reported it; the worse of both. */
import * as Alert from '../../alert/surface.ts'
import type { Context } from '../../context.ts'
import {
  type BudgetFact,
  type Cause,
  defaultGatePolicy,
  type Fact,
  known,
  type ObjectiveFact,
  unknown,
} from '../../gate/index.ts'
import * as Gate from '../../gate/surface.ts'
import { lengthMs, type SloItem } from '../../slo/index.ts'
import * as Slo from '../../slo/surface.ts'
import { causeOfAlert } from '../cause.ts'
import type { FactSource } from '../subject.ts'

/** Nobody ever having declared an objective or reported a budget is not the same as not knowing it. */
export const budget: FactSource<'budget'> = async (ctx, { place }) => {
  const [slos, reported] = await Promise.all([Slo.listOf(ctx, place.service), Gate.budgetOf(ctx, place.service)])
  if (slos.length === 0) return reported === undefined ? known(null, ctx.nowMs) : known(reported, reported.atMs)
  const counted = await countedBudget(ctx, place.service, slos)
  // A report that nobody renews is as if it were not there: the objectives are what is known.
  if (counted.kind === 'unknown' || reported === undefined) return counted
  if (ctx.nowMs - reported.atMs >= defaultGatePolicy.factMaxAge) return counted
  const objectives = [...(counted.value.objectives ?? []), { name: 'its report', ...reported }]
  const worst = reported.leftShare < counted.value.leftShare ? reported : counted.value
  return known({ ...worst, objectives }, Math.min(counted.atMs, reported.atMs))
}

async function countedBudget(ctx: Context, service: string, slos: readonly SloItem[]): Promise<Fact<BudgetFact>> {
  const blind = slos.find(({ leftShare, budget: state }) => state === 'unknown' || leftShare === undefined)
  if (blind !== undefined)
    return unknown(`${blind.title} has no figures: ${blind.trouble ?? 'nothing was counted yet'}`)
  const burning = await burnersOf(ctx, service, slos)
  const objectives = slos.map(
    ({ name, leftShare = Number.NEGATIVE_INFINITY }, place): ObjectiveFact => ({
      name,
      leftShare,
      burning: burning[place],
    }),
  )
  const worst = objectives.reduce((one, other) => (other.leftShare < one.leftShare ? other : one))
  const window = slos.find(({ name }) => name === worst.name)?.window
  const windowMs = window === undefined ? 0 : lengthMs(window)
  const atMs = Math.min(...slos.map(({ readUntilMs }) => readUntilMs))
  return known({ leftShare: worst.leftShare, windowMs, burning: worst.burning, objectives }, atMs)
}

/** The version that each objective's own alert is put down to, also by a person after it ended. */
async function burnersOf(
  ctx: Context,
  service: string,
  slos: readonly SloItem[],
): Promise<readonly (Cause | undefined)[]> {
  const firing = await Alert.listFiring(ctx, service)
  return Promise.all(
    slos.map((slo) => {
      const fingerprint = Slo.alertOf(slo)
      const alert = firing.find((candidate) => candidate.fingerprint === fingerprint)
      return alert === undefined ? Gate.attributionOf(ctx, fingerprint) : causeOfAlert(ctx, alert)
    }),
  )
}
