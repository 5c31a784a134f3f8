/** Prometheus Alertmanager's webhook, version 4: a group of alerts in one delivery. */
import * as z from 'zod'
import { hintOf, type Normalised, readPayload, type Signal, shorten, signals, timeSchema } from './signal.ts'

const labelsSchema = z.record(z.string(), z.string())

const alertSchema = z.object({
  status: z.string(),
  labels: labelsSchema,
  annotations: labelsSchema.default({}),
  startsAt: timeSchema,
  /** The year 1 while it fires. */
  endsAt: z.string().default(''),
  generatorURL: z.string().default(''),
  fingerprint: z.string().optional(),
})

const webhookSchema = z.object({
  version: z.literal('4'),
  receiver: z.string(),
  alerts: z.array(alertSchema).min(1).max(10_000),
  externalURL: z.string().default(''),
  truncatedAlerts: z.number().default(0),
})

export function normaliseAlertmanager(payload: unknown): Normalised {
  return readPayload(webhookSchema, payload, ({ alerts, externalURL, receiver }) =>
    signals(...alerts.map((alert) => toSignal(alert, externalURL, receiver))),
  )
}

function toSignal(alert: z.infer<typeof alertSchema>, externalUrl: string, receiver: string): Signal {
  const { labels, annotations } = alert
  const resolved = alert.status === 'resolved'
  const endedMs = Date.parse(alert.endsAt)
  const service = labels.service ?? labels.app ?? labels.job
  const hint = hintOf(labels.severity ?? labels.priority)
  const text = [annotations.summary, annotations.description ?? annotations.message].filter(
    (part) => part !== undefined,
  )
  const runbook = annotations.runbook_url ?? annotations.runbook
  return {
    source: 'alertmanager',
    sourceKey: alert.fingerprint ?? labelFingerprint(labels),
    ...(service !== undefined && { service }),
    name: labels.alertname ?? 'unnamed',
    labels,
    state: resolved ? 'resolved' : alert.status === 'firing' ? 'firing' : 'unknown',
    sourceTimeMs: resolved && endedMs > alert.startsAt ? endedMs : alert.startsAt,
    // One that ends in the instant it starts has ended.
    sequence: resolved ? 1 : 0,
    text: shorten(text.join(' — '), 10_000),
    ...(hint !== undefined && { severityHint: hint }),
    links: [
      ...(runbook === undefined ? [] : [{ label: 'runbook', url: runbook }]),
      ...(alert.generatorURL === '' ? [] : [{ label: 'expression in Prometheus', url: alert.generatorURL }]),
      ...(externalUrl === '' ? [] : [{ label: `Alertmanager, receiver ${receiver}`, url: externalUrl }]),
    ],
  }
}

const offset = 0xcbf29ce484222325n
const prime = 0x100000001b3n

/** Prometheus's own: FNV-1a of 64 bits over the sorted names and values, each closed by 0xFF. Versions before 0.20 send none. */
export function labelFingerprint(labels: Readonly<Record<string, string>>): string {
  let hash = offset
  const take = (byte: number): void => {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime)
  }
  for (const name of Object.keys(labels).sort()) {
    for (const part of [name, labels[name] ?? '']) {
      for (const byte of Buffer.from(part)) take(byte)
      take(0xff)
    }
  }
  return hash.toString(16).padStart(16, '0')
}
