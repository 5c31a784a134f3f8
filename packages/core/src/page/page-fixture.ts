/** Pages for the tests of this folder and of escalation. */
import { type PersonItem, personSchema } from '../person/index.ts'
import type { PageItem } from './page.ts'
import { type PageStepFacts, type PageSubject, planForPerson } from './plan.ts'

export const pageStartMs = Date.parse('2026-03-02T09:00:00Z')

export const pageSubject: PageSubject = {
  escalationId: 'esc_0000000000000000000000aaaa',
  incidentId: 'inc_1',
  service: 'checkout',
  severity: 'SEV2',
  title: 'Checkout answers with errors',
  correlationId: 'cor_test',
  startedAtMs: pageStartMs,
}

export const firstStep: PageStepFacts = { round: 0, step: 0, sentence: 'first is asked first.', isUrgent: false }

export const ada: PersonItem = personSchema.parse({
  name: 'ada',
  timeZone: 'Europe/Dublin',
  contacts: [
    { name: 'chat', channel: 'slack', address: 'U012AB3CD' },
    { name: 'phone', channel: 'sms', address: '+353871234567' },
  ],
  notify: [{ contact: 'chat' }, { contact: 'phone', after: '5m' }],
})

/** The pages of a first step to Ada, with what a test says otherwise. */
export const pagesToAda = (facts: Partial<PageItem> = {}, step: Partial<PageStepFacts> = {}): PageItem[] =>
  planForPerson(pageSubject, ada, { ...firstStep, ...step }, pageStartMs).map((page) => ({ ...page, ...facts }))
