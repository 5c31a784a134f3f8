/** One event as the graph's timelines show it. */
import type { DomainEvent } from '@houston/core/event.ts'

export const timelineEntry = ({ id, type, time, actor, data }: DomainEvent) => ({
  id,
  type,
  at: time,
  actor,
  data: JSON.stringify(data),
})
