/** AWS Health's events: trouble, planned changes and notices about an account. */
import * as z from 'zod'
import { ignored, type Normalised, readPayload, type SeverityHint, shorten, signals, timeSchema } from './signal.ts'

const detailSchema = z.object({
  eventArn: z.string(),
  service: z.string(),
  eventTypeCode: z.string(),
  eventTypeCategory: z.string(),
  eventScopeCode: z.string().optional(),
  /** Since 2023: the same for every copy of one message, in whichever region it is delivered. */
  communicationId: z.string().optional(),
  statusCode: z.string().optional(),
  startTime: timeSchema.optional(),
  endTime: timeSchema.optional(),
  lastUpdatedTime: timeSchema.optional(),
  eventRegion: z.string().optional(),
  page: z.string().optional(),
  affectedAccount: z.string().optional(),
  eventDescription: z
    .array(z.object({ language: z.string().default('en_US'), latestDescription: z.string() }))
    .default([]),
  affectedEntities: z.array(z.object({ entityValue: z.string() })).default([]),
})

const eventSchema = z.object({
  'detail-type': z.string(),
  account: z.string(),
  region: z.string(),
  time: timeSchema,
  detail: detailSchema,
})

const hints: Readonly<Record<string, SeverityHint>> = {
  issue: 'error',
  investigation: 'warning',
  scheduledChange: 'info',
  accountNotification: 'info',
}

/**
 * One alert per communication and account: Health delivers one message to its own region and to us-west-2 as backup, and
 * a long one in pages. Several communications about one event are one alert, so the event's ARN without its region is
 * the key where it is public, and the communication where it is the account's own.
 */
export function normaliseAwsHealth(payload: unknown): Normalised {
  return readPayload(eventSchema, payload, ({ detail, account, region, time, ...event }) => {
    if (!event['detail-type'].startsWith('AWS Health')) return ignored('not-a-health-event')
    const owner = detail.affectedAccount ?? account
    const closed = detail.statusCode === 'closed'
    const text = detail.eventDescription.find(({ language }) => language.startsWith('en'))?.latestDescription ?? ''
    const entities = detail.affectedEntities.map(({ entityValue }) => entityValue)
    const abuse = event['detail-type'].includes('Abuse')
    return signals({
      source: 'aws-health',
      sourceKey: `${detail.communicationId ?? detail.eventArn}/${owner}`,
      name: detail.eventTypeCode,
      labels: {
        account: owner,
        region: detail.eventRegion ?? region,
        aws_service: detail.service,
        category: detail.eventTypeCategory,
        event_arn: detail.eventArn,
        ...(entities.length > 0 && { entities: shorten(entities.join(','), 1_000) }),
      },
      state: closed ? 'resolved' : 'firing',
      sourceTimeMs: (closed ? detail.endTime : undefined) ?? detail.lastUpdatedTime ?? detail.startTime ?? time,
      sequence: closed ? 1 : 0,
      text: shorten(text.replaceAll('\\n', '\n').trim(), 10_000),
      severityHint: abuse ? 'critical' : (hints[detail.eventTypeCategory] ?? 'error'),
      links: [
        {
          label: 'AWS Health Dashboard',
          url: `https://health.aws.amazon.com/health/home#/account/event-log?eventID=${encodeURIComponent(detail.eventArn)}`,
        },
      ],
    })
  })
}
