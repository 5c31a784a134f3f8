/** Alerts and groups as they lie in the table. */
import type { AlertItem } from '../../packages/core/src/alert/index.ts'
import { minuteMs } from '../../packages/core/src/clock.ts'
import type { GroupRecord } from '../../packages/core/src/correlation/index.ts'

export function alertItem(index: number, service: string, isFiring: boolean, nowMs: number): AlertItem {
  const sinceMs = nowMs - index * minuteMs
  const state = isFiring ? 'firing' : 'resolved'
  const fingerprint = `alert-${String(index).padStart(7, '0')}`
  const content = {
    source: 'mapped',
    sourceKey: fingerprint,
    service,
    name: 'ErrorsHigh',
    labels: {},
    text: '',
    links: [],
  } as const
  return {
    revision: 0,
    fingerprint,
    history: {
      observations: [{ timeMs: sinceMs, sequence: 0, state, claimedMs: sinceMs }],
      content: { ...content, links: [] },
    },
    notices: { sent: [] },
    state,
    sinceMs,
    isBlind: false,
    outcome: { kind: 'page', reason: 'severity-pages' },
    trace: [],
    receivers: [],
    isRaised: isFiring,
    isSource: false,
    eventCount: 1,
    changedAtMs: sinceMs,
  }
}

export const groupRecord = (index: number, service: string, nowMs: number): GroupRecord => ({
  revision: 0,
  id: `grp_${String(index).padStart(16, '0')}`,
  state: 'open',
  service,
  services: [service],
  serviceCount: 1,
  title: `ErrorsHigh at ${service}`,
  severity: 'SEV2',
  severitySentence: 'SEV2: degraded',
  alertCount: 12,
  firingCount: 12,
  pages: true,
  causes: [{ kind: 'service', name: service, probability: 0.8, reasons: ['it was the first to alert'] }],
  openedAtMs: nowMs - index * minuteMs,
  told: { atMs: nowMs, firing: [], resolved: [] },
  recentChanges: [],
  similar: [],
  links: [],
  tokens: [],
  eventCount: 1,
})
