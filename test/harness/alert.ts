/** Alerts as their senders send them to a Houston under test. */

import type { AlertItem } from '@houston/core/alert'
import { isoTime } from '@houston/core/clock.ts'
import type { GroupRecord } from '@houston/core/correlation'
import type { Answer, Houston } from './houston.ts'

export interface SentAlert {
  readonly name: string
  readonly service?: string
  readonly severity?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly startedMs?: number
  readonly resolvedMs?: number
  readonly summary?: string
}

/** Alertmanager's webhook, version 4. */
export function alertmanagerBody(alerts: readonly SentAlert[], nowMs: number): string {
  return JSON.stringify({
    version: '4',
    groupKey: '{}',
    receiver: 'houston',
    status: alerts.some(({ resolvedMs }) => resolvedMs === undefined) ? 'firing' : 'resolved',
    externalURL: 'http://alertmanager.test',
    alerts: alerts.map(({ name, service = 'checkout', severity = 'critical', labels, ...alert }) => ({
      status: alert.resolvedMs === undefined ? 'firing' : 'resolved',
      labels: { alertname: name, service, severity, ...labels },
      annotations: { summary: alert.summary ?? `${name} at ${service}` },
      startsAt: isoTime(alert.startedMs ?? nowMs),
      endsAt: alert.resolvedMs === undefined ? '0001-01-01T00:00:00Z' : isoTime(alert.resolvedMs),
      generatorURL: '',
    })),
  })
}

export const sendAlerts = (houston: Houston, ...alerts: readonly SentAlert[]): Promise<Answer> =>
  houston.request('/webhooks/alertmanager', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${houston.runtime.secrets.alertToken}`,
    },
    body: alertmanagerBody(alerts, houston.nowMs),
  })

export const openGroups = async (houston: Houston): Promise<readonly GroupRecord[]> =>
  (await houston.accepted<{ items: GroupRecord[] }>('correlation.list', {})).items

export async function alertsOf(houston: Houston, service: string): Promise<readonly AlertItem[]> {
  return (await houston.accepted<{ items: AlertItem[] }>('alert.list', { service })).items
}
