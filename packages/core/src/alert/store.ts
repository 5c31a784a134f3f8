/** Where alerts, what was delivered, and what is declared about alerts lie in the table. */
import * as z from 'zod'
import { dayMs, isoTime } from '../clock.ts'
import { shardOf } from '../correlation/index.ts'
import { defineEntity, revisioned } from '../entity.ts'
import { groupChartSchema } from './chart.ts'
import { inhibitionRuleSchema } from './inhibition.ts'
import { mappingSchema } from './mapping.ts'
import { alertSchema } from './record.ts'
import { routeSchema } from './routing.ts'

/** Alerts that are over are kept for a month. */
const keptMs = 30 * dayMs
/** Deliveries as they came, for a week. */
const rawKeptMs = 7 * dayMs
/** Episodes are read by the week; five weeks make a month's comparison. */
const episodeKeptMs = 36 * dayMs

const chartKeptMs = 365 * dayMs

export const activeAlertShards = 8
/** Alerts of a service that fire, in gsi1. */
export const firingAlerts = (service: string) => ({ index: 'gsi1', pk: `alerts#firing#${service}` }) as const

const active = (shard: number): string => `alerts#active#${shard}`
/** Everything of one shard that is not over, in gsi2. */
export const activeAlerts = (shard: number) => ({ index: 'gsi2', pk: active(shard) }) as const
/** Of one shard what is due to be looked at by `timeMs`, that instant included. */
export const dueAlerts = (shard: number, timeMs: number) =>
  ({ index: 'gsi2', pk: active(shard), skBetween: ['due#', `due#${isoTime(timeMs)}~`] as const }) as const
/** Of one shard what another alert keeps silent. */
export const inhibitedAlerts = (shard: number) =>
  ({ index: 'gsi2', pk: active(shard), skPrefix: 'inhibited#' }) as const
/** Of one shard what a silence or a window keeps silent. */
export const mutedAlerts = (shard: number) => ({ index: 'gsi2', pk: active(shard), skPrefix: 'muted#' }) as const
/** Of those, what is heard again by `timeMs`, that instant included. */
export const unmutedAlerts = (shard: number, timeMs: number) =>
  ({ index: 'gsi2', pk: active(shard), skBetween: ['muted#', `muted#${isoTime(timeMs)}~`] as const }) as const

type Placed = Pick<z.infer<typeof alertSchema>, 'fingerprint' | 'state' | 'dueMs' | 'outcome' | 'isRaised'>

function activeKey({ fingerprint, dueMs, outcome }: Placed): string {
  const due = dueMs === undefined ? '' : `${isoTime(dueMs)}#`
  if (outcome.kind === 'inhibited') return `inhibited#${fingerprint}`
  if (outcome.kind === 'muted') return `muted#${due || '~'}${fingerprint}`
  return dueMs === undefined ? `quiet#${fingerprint}` : `due#${due}${fingerprint}`
}

export const alertEntity = defineEntity({
  name: 'alert',
  itemVersion: 1,
  schema: alertSchema,
  keyFields: ['fingerprint'],
  key: ({ fingerprint }) => ({ pk: `alert#${fingerprint}`, sk: 'alert' }),
  indexes: (item) => ({
    ...(item.state === 'firing' && {
      gsi1: { pk: firingAlerts(item.history.content.service ?? '-').pk, sk: item.fingerprint },
    }),
    ...(isActive(item) && {
      gsi2: { pk: active(shardOf(item.fingerprint, activeAlertShards)), sk: activeKey(item) },
    }),
  }),
  expiresAtSec: (item) => (isActive(item) ? undefined : Math.ceil((item.changedAtMs + keptMs) / 1_000)),
})

const isActive = ({ state, dueMs, isRaised }: Placed): boolean => state === 'firing' || dueMs !== undefined || isRaised

/** Firing alerts that keep others silent: what the intake must know without reading every alert. */
export const inhibitionSources = { pk: 'alerting', skPrefix: 'source#' } as const
export const inhibitionSourceEntity = defineEntity({
  name: 'inhibition-source',
  itemVersion: 1,
  schema: z.object({ ...revisioned, fingerprint: z.string(), labels: z.record(z.string(), z.string()) }),
  keyFields: ['fingerprint'],
  key: ({ fingerprint }) => ({ pk: inhibitionSources.pk, sk: `source#${fingerprint}` }),
})

/** Its revision counts every change of rules, routes and mappings: whoever keeps them in memory compares. */
export const alertingHeadEntity = defineEntity({
  name: 'alerting-head',
  itemVersion: 1,
  schema: z.object({ ...revisioned, name: z.literal('rules') }),
  keyFields: ['name'],
  key: ({ name }) => ({ pk: 'alerting', sk: `head#${name}` }),
})

export const inhibitionRules = { pk: 'alerting', skPrefix: 'inhibition#' } as const
export const inhibitionRuleEntity = defineEntity({
  name: 'inhibition-rule',
  itemVersion: 1,
  schema: z.object({ ...inhibitionRuleSchema.shape, ...revisioned }),
  keyFields: ['name'],
  key: ({ name }) => ({ pk: 'alerting', sk: `inhibition#${name}` }),
})

export const routes = { pk: 'alerting', skPrefix: 'route#' } as const
export const routeEntity = defineEntity({
  name: 'route',
  itemVersion: 1,
  schema: z.object({ ...revisioned, name: z.string(), order: z.int(), route: routeSchema }),
  keyFields: ['name'],
  key: ({ name }) => ({ pk: 'alerting', sk: `route#${name}` }),
})

export const mappings = { pk: 'alerting', skPrefix: 'mapping#' } as const
export const mappingEntity = defineEntity({
  name: 'alert-mapping',
  itemVersion: 1,
  schema: z.object({ ...mappingSchema.shape, ...revisioned }),
  keyFields: ['sender'],
  key: ({ sender }) => ({ pk: 'alerting', sk: `mapping#${sender}` }),
})

/** Deliveries of one batch as they came, compressed. */
export const deliveryBatchEntity = defineEntity({
  name: 'delivery-batch',
  itemVersion: 1,
  schema: z.object({ ...revisioned, id: z.string(), receivedMs: z.int(), text: z.string() }),
  keyFields: ['id'],
  key: ({ id }) => ({ pk: `deliveries#${id}`, sk: 'batch' }),
  expiresAtSec: ({ receivedMs }) => Math.ceil((receivedMs + rawKeptMs) / 1_000),
})

/** A delivery that its provider may send again, by the provider's own id. */
export const seenDeliveryEntity = defineEntity({
  name: 'seen-delivery',
  itemVersion: 1,
  schema: z.object({ ...revisioned, provider: z.string(), deliveryId: z.string(), untilSec: z.int() }),
  keyFields: ['provider', 'deliveryId'],
  key: ({ provider, deliveryId }) => ({ pk: `delivery#${provider}#${deliveryId}`, sk: 'seen' }),
  expiresAtSec: ({ untilSec }) => untilSec,
})

const dayOf = (timeMs: number): string => isoTime(timeMs).slice(0, 10)
/** Episodes that ended on a day, and what people said of episodes on that day, in order of writing. */
export const episodesOf = (dayMs: number) => ({ pk: `episodes#${dayOf(dayMs)}` }) as const

const episodeSchema = z.object({
  fingerprint: z.string(),
  service: z.string(),
  name: z.string(),
  openedMs: z.int(),
  resolvedMs: z.int().optional(),
  suppressed: z.int(),
  paged: z.boolean(),
  acknowledgedMs: z.int().optional(),
  groupId: z.string().optional(),
  outcome: z.enum(['actionable', 'false-positive']).optional(),
  resolution: z.string().optional(),
})
export type StoredEpisode = z.infer<typeof episodeSchema>

/** Many episodes in one item: a storm that ends costs few writes. */
export const episodeBatchEntity = defineEntity({
  name: 'episode-batch',
  itemVersion: 1,
  schema: z.object({ ...revisioned, id: z.string(), atMs: z.int(), episodes: z.array(episodeSchema).max(500) }),
  keyFields: ['id', 'atMs'],
  key: ({ id, atMs }) => ({ pk: episodesOf(atMs).pk, sk: `${isoTime(atMs)}#${id}` }),
  expiresAtSec: ({ atMs }) => Math.ceil((atMs + episodeKeptMs) / 1_000),
})

/** What an alarm was worth in a week, the newest week last. */
export const alarmWeeks = (service: string, name: string) =>
  ({ pk: `alarm#${service}#${name}`, skPrefix: 'week#' }) as const
export const alarmWeekEntity = defineEntity({
  name: 'alarm-week',
  itemVersion: 1,
  schema: z.object({
    ...revisioned,
    service: z.string(),
    name: z.string(),
    weekEndMs: z.int(),
    fired: z.int(),
    paged: z.int(),
    actionable: z.int(),
    falsePositives: z.int(),
    unjudged: z.int(),
    suppressed: z.int(),
    falsePositiveRate: z.number().optional(),
    noiseRatio: z.number(),
    meanTimeToAcknowledgeMs: z.number().optional(),
    meanTimeToResolveMs: z.number().optional(),
    resolutions: z.array(z.object({ resolution: z.string(), times: z.int(), meanMs: z.number() })).max(20),
  }),
  keyFields: ['service', 'name', 'weekEndMs'],
  key: ({ service, name, weekEndMs }) => ({ pk: alarmWeeks(service, name).pk, sk: `week#${isoTime(weekEndMs)}` }),
})

/** A service's baselines for the catalogue of alarms, and the services that have one, by name. */
export const alarmPlans = { pk: 'alerting', skPrefix: 'alarm#' } as const
export const alarmPlanEntity = defineEntity({
  name: 'alarm-plan',
  itemVersion: 1,
  schema: z.object({ ...revisioned, service: z.string(), baselines: z.record(z.string(), z.number()) }),
  keyFields: ['service'],
  key: ({ service }) => ({ pk: alarmPlans.pk, sk: `alarm#${service}` }),
})

/** The series around a group's onset, kept as long as the group. */
export const groupChartEntity = defineEntity({
  name: 'group-chart',
  itemVersion: 1,
  schema: groupChartSchema,
  keyFields: ['groupId'],
  key: ({ groupId }) => ({ pk: `group#${groupId}`, sk: 'chart' }),
  expiresAtSec: ({ onsetMs }) => Math.ceil((onsetMs + chartKeptMs) / 1_000),
})

/** When somebody answered for a group first: what its alerts' time to acknowledge is counted to. */
export const groupAnswerEntity = defineEntity({
  name: 'group-answer',
  itemVersion: 1,
  schema: z.object({ ...revisioned, groupId: z.string(), atMs: z.int() }),
  keyFields: ['groupId'],
  key: ({ groupId }) => ({ pk: `group#${groupId}`, sk: 'answer' }),
  expiresAtSec: ({ atMs }) => Math.ceil((atMs + episodeKeptMs) / 1_000),
})
