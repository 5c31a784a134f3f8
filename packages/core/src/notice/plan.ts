/** Who hears what was told to an audience: the war room and the owner's addresses inside, the page's subscribers, the owner's customers. */
import { createHash } from 'node:crypto'
import * as z from 'zod'
import { commit, eventFor } from '../commit.ts'
import { audienceSchema, type IncidentItem, incidentIdSchema } from '../incident/index.ts'
import * as Incident from '../incident/surface.ts'
import { defineOperation } from '../operation.ts'
import type { TeamItem } from '../team/index.ts'
import * as Team from '../team/operation.ts'
import { noticePlanned } from './event.ts'
import { type DeliveryItem, type NoticeItem, noticeId, type Target } from './notice.ts'
import { deliveryEntity, noticeEntity } from './store.ts'

const saidSchema = z.object({
  incidentId: incidentIdSchema,
  number: z.int().positive(),
  audience: audienceSchema,
  text: z.string(),
  title: z.string().optional(),
  atMs: z.int(),
})

/** Of the event, as far as it matters here. */
export const saidIn = ({
  incidentId,
  audience,
  text,
  title,
}: Omit<z.output<typeof saidSchema>, 'number' | 'atMs'>) => ({
  incidentId,
  audience,
  text,
  title,
})

export const plan = /* @__PURE__ */ defineOperation(
  {
    name: 'notice.plan',
    summary: 'Send what an audience was told to its addresses',
    input: saidSchema,
    allowedTo: [],
  },
  async (ctx, said): Promise<{ noticeId?: string }> => {
    const incident = await Incident.fromId(ctx, said.incidentId)
    const team = await Team.ownerOf(ctx, incident.owner)
    const targets = targetsOf(incident, team, said.audience)
    const isListed = said.audience !== 'status-page'
    if (targets.length === 0 && isListed) return {}
    const { incidentId, number, audience, text, title, atMs } = said
    const notice: NoticeItem = {
      id: noticeId.derive(atMs, incidentId, String(number)),
      incidentId,
      number,
      audience,
      service: incident.service,
      severity: incident.severity,
      title: incident.title,
      ...(title !== undefined && { publicTitle: title }),
      text,
      saidAtMs: atMs,
      correlationId: ctx.correlationId,
      isListed,
      revision: 0,
    }
    // The same event again finds the notice there, and changes nothing.
    if ((await noticeEntity.get(ctx.store, notice)) !== undefined) return { noticeId: notice.id }
    const subject = { noticeId: notice.id, incidentId, audience }
    await commit(ctx, {
      writes: [
        noticeEntity.create(notice),
        ...targets.map((target) => deliveryEntity.create(deliveryOf(notice, target))),
      ],
      events: [eventFor(ctx, noticePlanned, { id: notice.id, sequence: 1 }, subject)],
      once: `notice.plan#${notice.id}`,
    })
    return { noticeId: notice.id }
  },
)

/** The status page's own readers are written down in turns: there may be many. */
function targetsOf(
  { channel }: IncidentItem,
  { tell }: TeamItem,
  audience: z.output<typeof audienceSchema>,
): readonly Target[] {
  if (audience === 'status-page') return []
  const declared = (audience === 'internal' ? tell?.internal : tell?.customers) ?? []
  const room = audience === 'internal' && channel !== undefined ? [{ channel: 'slack' as const, address: channel }] : []
  const all = [...room, ...declared]
  const place = ({ channel: way, address }: Target): string => `${way} ${address}`
  return all.filter((target, index) => all.findIndex((other) => place(other) === place(target)) === index)
}

export const deliveryOf = ({ id, saidAtMs }: NoticeItem, { channel, address }: Target): DeliveryItem => ({
  noticeId: id,
  id: createHash('sha256').update(`${channel} ${address}`).digest('hex').slice(0, 32),
  channel,
  address,
  state: 'open',
  attempts: 0,
  dueAtMs: saidAtMs,
  revision: 0,
})
