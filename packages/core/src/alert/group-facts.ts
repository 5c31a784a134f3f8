/** What the intake knows of a group beside its alerts: how grave it is, whose it is, what changed, what it was the last time. */
import type { Context } from '../context.ts'
import * as Grouping from '../correlation/grouping.ts'
import { type Group, type GroupFacts, type GroupRecord, servicesOf } from '../correlation/index.ts'
import { severities } from '../severity.ts'
import { similarGroups } from './enrich.ts'
import { routeAlert } from './routing.ts'
import { severityOf } from './service-severity.ts'
import { type SeverityDecision, severityRules } from './severity.ts'
import type { World } from './world.ts'

export function groupFacts({ catalog, rules }: World, group: Group, nowMs: number): GroupFacts {
  const decision = gravest(group, catalog.services)
  const service = catalog.services.get(Grouping.serviceOf(group))
  const labels = {
    service: Grouping.serviceOf(group),
    severity: decision.severity,
    ...(service !== undefined && { team: service.owner }),
  }
  const settings = routeAlert(rules.root, labels, nowMs).routes[0]?.settings ?? rules.root.settings
  return {
    severity: decision.severity,
    severitySentence: `${decision.severity}: ${decision.detail}`,
    wakes: severityRules[decision.severity].pages,
    ...(service !== undefined && { owner: service.owner }),
    ...(service?.runbookUrl !== undefined && { runbook: service.runbookUrl }),
    settings,
    startsRollback: settings.rollback === 'start',
  }
}

/** The gravest of what its symptoms say; those that people are not to hear of say nothing. */
function gravest(group: Group, services: World['catalog']['services']): SeverityDecision {
  const heard = [...group.symptoms.values()].filter((symptom) => symptom.heard > 0)
  const all = heard.length > 0 ? heard : [...group.symptoms.values()]
  const decisions = all.map((symptom) => severityOf(symptom, services))
  return decisions.reduce((worst, next) =>
    severities.indexOf(next.severity) < severities.indexOf(worst.severity) ? next : worst,
  )
}

type Background = Pick<GroupRecord, 'recentChanges' | 'similar' | 'links' | 'tokens'>
const shownChanges = 10

/** Read once, when a group is first told of. */
export async function groupBackground(ctx: Context, { catalog, kept }: World, group: Group): Promise<Background> {
  const service = Grouping.serviceOf(group)
  const { runbookUrl, dashboards = [] } = catalog.services.get(service) ?? {}
  const tokens = [...new Set([...group.symptoms.values()].flatMap(({ words }) => words.tokens))].slice(0, 100)
  const past = await Grouping.pastOf(ctx, service)
  const services = [...servicesOf(group)]
  return {
    tokens,
    links: [...(runbookUrl === undefined ? [] : [{ label: 'runbook', url: runbookUrl }]), ...dashboards].slice(0, 20),
    recentChanges: kept.correlator
      .changesNear(service)
      .filter(({ timeMs }) => timeMs <= ctx.nowMs)
      .slice(0, shownChanges)
      .map(({ id, service: changed, timeMs, releaseId }) => ({
        id,
        service: changed,
        timeMs,
        ...(releaseId !== undefined && { releaseId }),
      })),
    similar: similarGroups({ causes: group.causes, services, tokens }, past).map((found) => ({ ...found })),
  }
}
