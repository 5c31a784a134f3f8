/** Something changed that gates wait for: those that it may open look again, at once. */
import { alertResolved } from '../alert/index.ts'
import type { Context } from '../context.ts'
import type { EventDeclaration } from '../event.ts'
import {
  budgetReported,
  calendarRecorded,
  freezeLifted,
  freezeRecorded,
  type GateCheckName,
  gateAttributed,
  policyRecorded,
  stepReported,
} from '../gate/index.ts'
import { incidentResolved, incidentSeverityChanged } from '../incident/index.ts'
import type { PassageItem } from '../release/index.ts'
import * as Release from '../release/surface.ts'
import { sloBudgetMoved, sloRemoved } from '../slo/index.ts'
import { passageLimits } from './limits.ts'

/** Whatever may open a gate, and the checks that it may open. */
const changes: readonly (readonly [EventDeclaration<never>, readonly GateCheckName[]])[] = [
  [freezeLifted as EventDeclaration<never>, ['freeze']],
  [freezeRecorded as EventDeclaration<never>, ['freeze']],
  [calendarRecorded as EventDeclaration<never>, ['calendar']],
  [policyRecorded as EventDeclaration<never>, ['approval', 'budget', 'incident', 'security', 'compliance']],
  [stepReported as EventDeclaration<never>, ['security', 'compliance']],
  [budgetReported as EventDeclaration<never>, ['budget']],
  [sloBudgetMoved as EventDeclaration<never>, ['budget']],
  [sloRemoved as EventDeclaration<never>, ['budget']],
  [gateAttributed as EventDeclaration<never>, ['alarm', 'incident', 'budget']],
  [alertResolved as EventDeclaration<never>, ['alarm']],
  [incidentResolved as EventDeclaration<never>, ['incident']],
  [incidentSeverityChanged as EventDeclaration<never>, ['incident']],
]

export const gateFactChanges: readonly EventDeclaration<never>[] = changes.map(([declaration]) => declaration)

/** Wakes the gates that an event of this type may open. */
export const wakeAfter = (ctx: Context, type: string): Promise<{ woken: number }> =>
  wake(
    ctx,
    changes.flatMap(([{ name }, checks]) => (name === type ? checks : [])),
  )

/** How many are woken at the same time. */
const width = 20

/** Wakes every gate that one of these checks holds. Harmless when repeated. */
export async function wake(ctx: Context, checks: readonly GateCheckName[]): Promise<{ woken: number }> {
  const held = await Release.listHeldPassages(ctx, passageLimits.wakesPerEvent.value)
  const waiting = held.filter((passage) => isHeldBy(passage, checks))
  for (let start = 0; start < waiting.length; start += width)
    await Promise.all(waiting.slice(start, start + width).map((passage) => Release.wakePassage(ctx, passage)))
  return { woken: waiting.length }
}

const isHeldBy = ({ decision }: PassageItem, checks: readonly GateCheckName[]): boolean =>
  decision.checks.some(({ check, kind }) => kind !== 'open' && checks.includes(check))
