/** PagerDuty's v3 webhooks: incidents that were triggered, acknowledged, escalated or resolved there. */
import * as z from 'zod'
import { isSignedByAny } from '../signature.ts'
import {
  hintOf,
  ignored,
  type Normalised,
  readPayload,
  type SignalState,
  shorten,
  signals,
  timeSchema,
} from './signal.ts'

const reference = z.object({ id: z.string(), summary: z.string().default(''), html_url: z.string().nullish() })

const incidentSchema = z.object({
  id: z.string(),
  type: z.literal('incident'),
  html_url: z.string().nullish(),
  number: z.number().optional(),
  status: z.string(),
  incident_key: z.string().nullish(),
  title: z.string().default(''),
  service: reference,
  teams: z.array(reference).default([]),
  priority: reference.nullish(),
  urgency: z.string().default('high'),
})

const webhookSchema = z.object({
  event: z.object({
    id: z.string(),
    event_type: z.string(),
    resource_type: z.string(),
    occurred_at: timeSchema,
    data: z.looseObject({ type: z.string() }),
  }),
})

/** Whether any `v1=` signature of the header is ours under any of the secrets; other versions are passed over. */
export function isSignedByPagerDuty(secrets: readonly string[], body: string | Uint8Array, header: string): boolean {
  const offered = header.split(',').map((part) => part.trim())
  return offered.some((part) => part.startsWith('v1=') && isSignedByAny(secrets, body, part.slice(3)))
}

const states: Readonly<Record<string, SignalState>> = {
  triggered: 'firing',
  acknowledged: 'firing',
  resolved: 'resolved',
}

/** Where two events have the same instant, the later stage of an incident counts. */
const sequences: Readonly<Record<string, number>> = { triggered: 1, acknowledged: 2, resolved: 3 }

export function normalisePagerDuty(payload: unknown): Normalised {
  return readPayload(webhookSchema, payload, ({ event }) => {
    if (event.event_type === 'pagey.ping') return ignored('ping')
    if (event.resource_type !== 'incident' || event.data.type !== 'incident') return ignored('not-about-an-incident')
    return readPayload(incidentSchema, event.data, (incident) =>
      toSignals(incident, event.event_type, event.occurred_at),
    )
  })
}

function toSignals(incident: z.infer<typeof incidentSchema>, type: string, occurredMs: number): Normalised {
  const reopened = type === 'incident.reopened'
  const hint = hintOf(incident.priority?.summary) ?? (incident.urgency === 'low' ? 'warning' : 'critical')
  const team = incident.teams[0]?.summary
  return signals({
    source: 'pagerduty',
    sourceKey: incident.id,
    service: incident.service.summary || incident.service.id,
    name: incident.title || `Incident ${incident.number ?? incident.id}`,
    labels: {
      pagerduty_service: incident.service.id,
      urgency: incident.urgency,
      status: incident.status,
      ...(team !== undefined && { team }),
    },
    state: reopened ? 'firing' : (states[incident.status] ?? 'unknown'),
    sourceTimeMs: occurredMs,
    sequence: reopened ? 4 : (sequences[incident.status] ?? 0),
    text: shorten(`${incident.title} (${type.replace('incident.', '')})`, 10_000),
    severityHint: hint,
    links: incident.html_url == null ? [] : [{ label: 'incident in PagerDuty', url: incident.html_url }],
  })
}
