/** A release and its waves as they lie in the table, for tests of what reads them. */
import type { ReleaseId, ReleaseItem, WaveItem } from '../../packages/core/src/release/index.ts'
import { testStartMs } from './context.ts'

export const releaseItem = (id: ReleaseId, more: Partial<ReleaseItem> = {}): ReleaseItem => ({
  id,
  service: 'checkout',
  pipeline: 'checkout',
  target: { driver: 'router', address: 'http://127.0.0.1:1', stage: 'production', region: 'local' },
  version: '1.4.2',
  digest: 'sha256:1',
  location: 'x',
  commit: '4f9a1c0',
  author: 'ann',
  correlationId: 'cor_release',
  state: 'queued',
  waves: [{ name: 'all', weightPercent: 100, soak: 0, approval: false }],
  gate: 'health',
  metrics: { source: 'openmetrics', address: 'http://127.0.0.1:1', expressions: {} },
  objective: 0.999,
  expectedRps: 0,
  rollback: { flags: [] },
  watch: 86_400_000,
  waveIndex: -1,
  createdAtMs: testStartMs,
  changedAtMs: testStartMs,
  revision: 0,
  ...more,
})

export const waveItem = (releaseId: ReleaseId, index: number, more: Partial<WaveItem> = {}): WaveItem => ({
  releaseId,
  index,
  name: `wave-${index}`,
  weightPercent: 100,
  soakMs: 0,
  startedAtMs: testStartMs,
  judging: true,
  judge: '{}',
  counters: '{}',
  readUntilMs: testStartMs,
  ticks: [],
  evidenceParts: 0,
  seenAtMs: testStartMs,
  revision: 0,
  ...more,
})
