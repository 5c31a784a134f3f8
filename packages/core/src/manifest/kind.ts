/** The kinds of document that a `houston/` folder may hold: one entry each, in the order in which they are applied. */
import * as z from 'zod'
import { alarmSpecSchema, inhibitionSpecSchema, mappingSpecSchema, routeOf, routeSpecSchema } from '../alert/index.ts'
import { policySpecSchema } from '../escalation/index.ts'
import { externalStatusSpecSchema } from '../external-status/index.ts'
import { flagSpecSchema } from '../flag/index.ts'
import {
  calendarDocumentSchema,
  calendarOf,
  freezeDocumentSchema,
  freezeOf,
  policyDocumentSchema,
} from '../gate/index.ts'
import { leverSpecSchema, splitSpecSchema } from '../lever/index.ts'
import * as Oncall from '../oncall/oncall.ts'
import { personSpecSchema } from '../person/index.ts'
import { pipelineSpecSchema } from '../pipeline/index.ts'
import { nameSchema } from '../service/index.ts'
import { maintenanceSpecSchema, silenceSpecSchema } from '../silence/index.ts'
import { sloDocumentSchema, sloOf } from '../slo/index.ts'
import { statusPageSpecSchema } from '../status-page/index.ts'
import { teamSpecSchema } from '../team/index.ts'
import { componentSchema, serviceOf } from './component.ts'

export interface ManifestKind {
  readonly apiVersion: string
  readonly kind: string
  /** What the kind is, as one sentence for the published JSON Schema. */
  readonly summary: string
  /** Of the whole document. */
  readonly schema: z.ZodType
  /** The operation that records one: `pipeline.record`. It answers `{ changed }`. */
  readonly operation: `${string}.${string}`
  /** Whether others have fields of their own in it. */
  readonly isOpen?: boolean
  /** The operation's input for a document that fits the schema. */
  inputOf(document: unknown): Readonly<Record<string, unknown>>
}

/** Keeps a kind's schema and the reading of its documents together. */
export function manifestKind<Schema extends z.ZodType>(facts: {
  readonly apiVersion: string
  readonly kind: string
  readonly summary: string
  readonly schema: Schema
  readonly operation: `${string}.${string}`
  readonly isOpen?: boolean
  readonly inputOf: (document: z.output<Schema>) => Readonly<Record<string, unknown>>
}): ManifestKind {
  return { ...facts, inputOf: (document) => facts.inputOf(document as z.output<Schema>) }
}

/** Our own documents: metadata holds the name, spec the rest. */
export const houstonApi = 'houston.dev/v1'
export const houstonDocument = <Spec extends z.ZodType>(kind: string, spec: Spec) =>
  z.strictObject({
    apiVersion: z.literal(houstonApi),
    kind: z.literal(kind),
    metadata: z.strictObject({ name: nameSchema }),
    spec,
  })

/** Applied in this order: what is named by others comes before them. */
export const manifestKinds: readonly ManifestKind[] = [
  manifestKind({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    summary: 'A service of the catalog, in Backstage’s format',
    schema: componentSchema,
    isOpen: true,
    operation: 'service.record',
    inputOf: serviceOf,
  }),
  manifestKind({
    apiVersion: houstonApi,
    kind: 'GatePolicy',
    summary: 'What a team asks of the gate before each wave',
    schema: policyDocumentSchema,
    operation: 'gate.record-policy',
    inputOf: ({ metadata, spec }) => ({ name: metadata.name, policy: spec }),
  }),
  manifestKind({
    apiVersion: houstonApi,
    kind: 'Calendar',
    summary: 'The times in which changes may go out',
    schema: calendarDocumentSchema,
    operation: 'gate.record-calendar',
    inputOf: (document) => ({ ...calendarOf(document) }),
  }),
  manifestKind({
    apiVersion: houstonApi,
    kind: 'Freeze',
    summary: 'A time in which nothing new goes out, and why',
    schema: freezeDocumentSchema,
    operation: 'gate.record-freeze',
    inputOf: (document) => ({ ...freezeOf(document) }),
  }),
  manifestKind({
    apiVersion: houstonApi,
    kind: 'Person',
    summary: 'A person who can be paged: over what, after how long, and when not',
    schema: houstonDocument('Person', personSpecSchema),
    operation: 'person.record',
    inputOf: ({ metadata, spec }) => ({ ...spec, name: metadata.name }),
  }),
  manifestKind({
    apiVersion: houstonApi,
    kind: 'Rotation',
    summary: 'People who take turns, and the clock by which they hand over',
    schema: Oncall.rotationDocumentSchema,
    operation: 'oncall.record-rotation',
    inputOf: ({ metadata, spec }) => ({ ...spec, name: metadata.name }),
  }),
  manifestKind({
    apiVersion: houstonApi,
    kind: 'Schedule',
    summary: 'Who answers in which role, as layers of rotations',
    schema: Oncall.scheduleDocumentSchema,
    operation: 'oncall.record-schedule',
    inputOf: ({ metadata, spec }) => ({ ...spec, name: metadata.name }),
  }),
  manifestKind({
    apiVersion: houstonApi,
    kind: 'EscalationPolicy',
    summary: 'Whom to ask, one level after the other, until somebody answers',
    schema: houstonDocument('EscalationPolicy', policySpecSchema),
    operation: 'escalation.record-policy',
    inputOf: ({ metadata, spec }) => ({ ...spec, name: metadata.name }),
  }),
  manifestKind({
    apiVersion: houstonApi,
    kind: 'Team',
    summary: 'Who owns services, by which schedule and policies they answer',
    schema: houstonDocument('Team', teamSpecSchema),
    operation: 'team.record',
    inputOf: ({ metadata, spec }) => ({ ...spec, name: metadata.name }),
  }),
  manifestKind({
    apiVersion: houstonApi,
    kind: 'Pipeline',
    summary: 'A pipeline: the path of a service’s changes to production',
    schema: houstonDocument('Pipeline', pipelineSpecSchema),
    operation: 'pipeline.record',
    inputOf: ({ metadata, spec }) => ({ ...spec, name: metadata.name }),
  }),
  manifestKind({
    apiVersion: houstonApi,
    kind: 'ExternalStatus',
    summary: 'A status page of others: where it is bad, a service of ours has an incident',
    schema: houstonDocument('ExternalStatus', externalStatusSpecSchema),
    operation: 'external-status.record',
    inputOf: ({ metadata, spec }) => ({ ...spec, name: metadata.name }),
  }),
  manifestKind({
    apiVersion: 'openslo/v1',
    kind: 'SLO',
    summary:
      'A service level objective, in OpenSLO’s format: its error budget holds releases and its burn raises alerts',
    schema: sloDocumentSchema,
    operation: 'slo.record',
    inputOf: (document) => ({ ...sloOf(document) }),
  }),
  manifestKind({
    apiVersion: houstonApi,
    kind: 'Lever',
    summary: 'What may be done in an emergency because somebody thought of it before',
    schema: houstonDocument('Lever', leverSpecSchema),
    operation: 'lever.record',
    inputOf: ({ metadata, spec }) => ({ ...spec, name: metadata.name }),
  }),
  manifestKind({
    apiVersion: houstonApi,
    kind: 'TrafficSplit',
    summary: 'Places that traffic is split between, and how much each of them bears',
    schema: houstonDocument('TrafficSplit', splitSpecSchema),
    operation: 'lever.record-split',
    inputOf: ({ metadata, spec }) => ({ ...spec, name: metadata.name }),
  }),
  manifestKind({
    apiVersion: houstonApi,
    kind: 'StatusPage',
    summary: 'What heads the public status page: its title, its address, and when components turn',
    schema: houstonDocument('StatusPage', statusPageSpecSchema),
    operation: 'status-page.record',
    inputOf: ({ metadata, spec }) => ({ ...spec, name: metadata.name }),
  }),
  manifestKind({
    apiVersion: houstonApi,
    kind: 'Silence',
    summary: 'Alerts that people need not hear of for a while',
    schema: houstonDocument('Silence', silenceSpecSchema),
    operation: 'silence.record',
    inputOf: ({ metadata, spec: { startsAt, endsAt, ...spec } }) => ({
      ...spec,
      name: metadata.name,
      endsAtMs: endsAt,
      ...(startsAt !== undefined && { startsAtMs: startsAt }),
    }),
  }),
  manifestKind({
    apiVersion: houstonApi,
    kind: 'Maintenance',
    summary: 'Times that come again in which people hear nothing of some alerts',
    schema: houstonDocument('Maintenance', maintenanceSpecSchema),
    operation: 'silence.record-maintenance',
    inputOf: ({ metadata, spec }) => ({ ...spec, name: metadata.name }),
  }),
  manifestKind({
    apiVersion: houstonApi,
    kind: 'InhibitionRule',
    summary: 'Alerts that keep others silent, which follow from them',
    schema: houstonDocument('InhibitionRule', inhibitionSpecSchema),
    operation: 'alert.record-inhibition',
    inputOf: ({ metadata, spec }) => ({ ...spec, name: metadata.name }),
  }),
  manifestKind({
    apiVersion: houstonApi,
    kind: 'Route',
    summary: 'Who hears of which alerts; the one named root gives what the others inherit',
    schema: houstonDocument('Route', routeSpecSchema),
    operation: 'alert.record-route',
    inputOf: ({ metadata, spec: { order, ...spec } }) => ({ name: metadata.name, order, route: routeOf(spec) }),
  }),
  manifestKind({
    apiVersion: houstonApi,
    kind: 'AlertMapping',
    summary: 'How the JSON of a sender is read as alerts; its name is the sender’s',
    schema: houstonDocument('AlertMapping', mappingSpecSchema),
    operation: 'alert.record-mapping',
    inputOf: ({ metadata, spec }) => ({ ...spec, sender: metadata.name }),
  }),
  manifestKind({
    apiVersion: houstonApi,
    kind: 'Alarm',
    summary: 'A service that has the alarms of the catalogue, with its own baselines',
    schema: houstonDocument('Alarm', alarmSpecSchema),
    operation: 'alert.record-alarms',
    inputOf: ({ spec }) => ({ ...spec }),
  }),
  manifestKind({
    apiVersion: houstonApi,
    kind: 'Flag',
    summary: 'A feature flag: shipped dark, turned on in waves; with an experiment, two variants side by side',
    schema: houstonDocument('Flag', flagSpecSchema),
    operation: 'flag.record',
    inputOf: ({ metadata, spec }) => ({ ...spec, key: metadata.name }),
  }),
]
