/** An incident as it lies in the table, for tests of what reads it. */
import { type IncidentId, type IncidentItem, incidentId } from '../../packages/core/src/incident/index.ts'
import { seededRandom } from '../../packages/core/src/random.ts'
import { testStartMs } from './context.ts'

const random = seededRandom(1)
export const newIncidentId = (openedAtMs = testStartMs): IncidentId => incidentId.create(openedAtMs, random)

export const incidentItem = (id = newIncidentId(), more: Partial<IncidentItem> = {}): IncidentItem => ({
  id,
  service: 'checkout',
  services: ['checkout'],
  title: 'checkout fails',
  owner: 'payments',
  state: 'open',
  severity: 'SEV1',
  severityPinned: false,
  impact: {},
  customerReports: 0,
  openedBy: 'alert-group',
  groups: 1,
  groupsFiring: 1,
  isAssessed: false,
  roles: {},
  correlationId: 'cor_incident',
  startedAtMs: testStartMs,
  detectedAtMs: testStartMs,
  openedAtMs: testStartMs,
  restorationRound: 0,
  communicationRound: 0,
  changedAtMs: testStartMs,
  sequence: 0,
  headHash: '',
  revision: 0,
  ...more,
})
