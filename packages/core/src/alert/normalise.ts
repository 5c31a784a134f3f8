/** The front door of the intake: each kind of delivery with the function that reads it. */
import { normaliseAlertmanager } from './alertmanager.ts'
import { normaliseAwsHealth } from './aws-health.ts'
import { normaliseCloudWatchAction, normaliseCloudWatchEvent } from './cloudwatch.ts'
import { normaliseCloudWatchSns } from './cloudwatch-sns.ts'
import { normaliseCodeBuild } from './codebuild.ts'
import { type Mapping, normaliseByMapping } from './mapping.ts'
import { normalisePagerDuty } from './pagerduty.ts'
import type { Normalised } from './signal.ts'
import { normaliseSlo } from './slo.ts'

export const deliveryKinds = [
  'cloudwatch-event',
  'cloudwatch-action',
  'cloudwatch-sns',
  'pagerduty',
  'alertmanager',
  'aws-health',
  'codebuild',
  'mapped',
  'slo',
] as const
export type DeliveryKind = (typeof deliveryKinds)[number]

/** A payload as it came, with what is needed to read it. */
export interface Delivery {
  readonly kind: DeliveryKind
  readonly payload: unknown
  /** When it was stored: the bound for what its source claims of the future. */
  readonly receivedMs: number
  /** For `mapped` only. */
  readonly mapping?: Mapping
}

export function normalise(delivery: Delivery): Normalised {
  const { payload } = delivery
  switch (delivery.kind) {
    case 'cloudwatch-event':
      return normaliseCloudWatchEvent(payload)
    case 'cloudwatch-action':
      return normaliseCloudWatchAction(payload)
    case 'cloudwatch-sns':
      return normaliseCloudWatchSns(payload)
    case 'pagerduty':
      return normalisePagerDuty(payload)
    case 'alertmanager':
      return normaliseAlertmanager(payload)
    case 'aws-health':
      return normaliseAwsHealth(payload)
    case 'codebuild':
      return normaliseCodeBuild(payload)
    case 'slo':
      return normaliseSlo(payload)
    case 'mapped':
      if (delivery.mapping === undefined)
        return { kind: 'invalid', reason: 'not-of-this-shape', detail: 'no mapping is declared for its sender' }
      return normaliseByMapping(delivery.mapping, payload, delivery.receivedMs)
  }
}
