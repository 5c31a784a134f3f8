/** A person who can be paged: over what, after how long, and when not. */
import * as z from 'zod'
import { durationMsSchema } from '../duration.ts'
import { defineError } from '../error.ts'
import * as Oncall from '../oncall/oncall.ts'
import { type Channel, channelSchema } from '../port/pager.ts'
import { nameSchema } from '../service/index.ts'
import { severities, severitySchema } from '../severity.ts'
import { timeZoneSchema } from '../zone.ts'
import { personLimits } from './limits.ts'

/** What an address looks like, and the words for it. */
const addressForms: Readonly<Record<Channel, readonly [RegExp, string]>> = {
  terminal: [/^[\w .@-]{1,100}$/, 'a name to print'],
  slack: [/^[CDGUW][A-Z0-9]{5,20}$/, 'the id of a member or a channel, such as U012AB3CD'],
  email: [/^[^\s@<>,;]{1,64}@[^\s@<>,;]{1,190}\.[^\s@<>,;.]+$/, 'an address such as ada@example.com'],
  sms: [/^\+[1-9]\d{6,14}$/, 'a number with its country, such as +353871234567'],
  pagerduty: [/^[a-z0-9][a-z0-9-]{0,62}$/, 'the name of a routing key in HOUSTON_PAGERDUTY_KEYS'],
  webhook: [/^https:\/\/[^\s/?#@]+([/?][^\s#]*)?$/, 'an https URL without a password'],
}

export const contactSchema = z
  .strictObject({ name: nameSchema, channel: channelSchema, address: z.string().min(1).max(500) })
  .superRefine(({ channel, address }, context) => {
    const [form, words] = addressForms[channel]
    if (!form.test(address)) context.addIssue({ code: 'custom', path: ['address'], message: `must be ${words}` })
  })
export type Contact = z.infer<typeof contactSchema>

const noticeSchema = z.strictObject({
  contact: nameSchema,
  /** After the level was paged; nobody who has answered by then is written to. */
  after: durationMsSchema.pipe(z.number().max(personLimits.noticeDelayMs.value)).default(0),
  severities: z
    .array(severitySchema)
    .min(1)
    .default([...severities]),
})
export type Notice = z.infer<typeof noticeSchema>

const personShape = {
  /** Logins by which commands know this person, besides the name itself. */
  logins: z.array(z.string().min(1).max(256)).max(personLimits.loginsPerPerson.value).default([]),
  timeZone: timeZoneSchema,
  contacts: z.array(contactSchema).min(1).max(personLimits.contactsPerPerson.value),
  /** In order; every contact at once where it is left out. */
  notify: z.array(noticeSchema).max(personLimits.noticesPerPerson.value).default([]),
  /** By the person's own clock; only SEV1 is heard in them. */
  quietHours: z.array(Oncall.restrictionSchema).max(personLimits.quietHoursPerPerson.value).default([]),
}

type PersonShape = z.infer<z.ZodObject<typeof personShape>>

function checkPerson({ contacts, notify }: PersonShape, context: z.RefinementCtx<PersonShape>): void {
  contacts.forEach(({ name }, index) => {
    if (contacts.findIndex((contact) => contact.name === name) < index)
      context.addIssue({ code: 'custom', path: ['contacts', index, 'name'], message: `${name} is there already` })
  })
  notify.forEach(({ contact }, index) => {
    if (!contacts.some(({ name }) => name === contact))
      context.addIssue({
        code: 'custom',
        path: ['notify', index, 'contact'],
        message: `there is no contact ${contact}`,
      })
  })
}

export const personSpecSchema = z.strictObject(personShape).superRefine(checkPerson)
export const personSchema = z.strictObject({ name: nameSchema, ...personShape }).superRefine(checkPerson)
export type Person = z.infer<typeof personSchema>
export const personFields = { name: nameSchema, ...personShape }

/** Who is on call and was never described: paged on the terminal of a Houston on one machine, and nowhere else. */
export const undescribed = (name: string): Person => ({
  name,
  logins: [],
  timeZone: 'UTC',
  contacts: [{ name: 'terminal', channel: 'terminal', address: name }],
  notify: [],
  quietHours: [],
})

/** The notices of a severity; where the person has none for it, every contact at once: a page must reach somebody. */
export function noticesFor({ contacts, notify }: Person, severity: z.infer<typeof severitySchema>): Notice[] {
  const own = notify.filter((notice) => notice.severities.includes(severity))
  if (own.length > 0) return own
  return contacts.map(({ name }) => ({ contact: name, after: 0, severities: [severity] }))
}

export const personUnknown = defineError(
  'person.unknown',
  'missing',
  'No person of that name is declared.',
  (name: string) => ({
    message: `There is no person ${name}.`,
    fields: [{ path: 'person', message: `${name} is not declared` }],
    wayOut: 'Declare a Person in houston/ and apply it, or correct the name.',
  }),
)
