/** Everything that is deployed, as plain typed data: the one list that both engines read. Each domain writes its own share. */
import { alerting } from './domain/alerting.ts'
import { delivery } from './domain/delivery.ts'
import { flagging } from './domain/flagging.ts'
import { gate } from './domain/gate.ts'
import { graph } from './domain/graph.ts'
import { incident } from './domain/incident.ts'
import { oncall } from './domain/oncall.ts'
import { plane } from './domain/plane.ts'
import { promotion } from './domain/promotion.ts'
import { watching } from './domain/watching.ts'
import { mergeParts } from './part.ts'
import type { Topology } from './topology-types.ts'

export const topology: Topology = mergeParts([
  plane,
  delivery,
  promotion,
  alerting,
  gate,
  oncall,
  incident,
  graph,
  watching,
  flagging,
])
