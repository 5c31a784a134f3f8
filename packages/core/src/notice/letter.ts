/** One delivery as its provider takes it. Inside people hear everything; outside only what the status page itself shows. */
import type { Context } from '../context.ts'
import type { PageResult } from '../port/pager.ts'
import * as StatusPage from '../status-page/surface.ts'
import type { DeliveryItem, NoticeItem } from './notice.ts'
import { noticeThreadEntity } from './store.ts'

/** Somebody who left since has nothing more to be sent: that is no failure. */
export async function deliver(ctx: Context, notice: NoticeItem, delivery: DeliveryItem): Promise<PageResult> {
  switch (delivery.channel) {
    case 'subscriber':
      return toSubscriber(ctx, notice, delivery)
    case 'email':
      return ctx.ports.courier('email').send({
        key: keyOf(notice, delivery),
        to: delivery.address,
        subject: await subjectOf(ctx, notice),
        text: `${notice.text}\n`,
        json: {},
      })
    case 'slack':
    case 'webhook':
    case 'terminal':
      return toChannel(ctx, notice, { ...delivery, channel: delivery.channel })
  }
}

const keyOf = ({ id }: NoticeItem, { id: deliveryId }: DeliveryItem): string => `${id}/${deliveryId}`

/** Customers see what the status page calls it, never what it is called inside. */
async function subjectOf(ctx: Context, notice: NoticeItem): Promise<string> {
  const { audience, incidentId, severity, service, title } = notice
  if (audience === 'internal') return `${severity} ${service}: ${title}`
  return (await StatusPage.headOf(ctx, incidentId, notice.publicTitle)).title
}

async function toSubscriber(ctx: Context, notice: NoticeItem, { address: id }: DeliveryItem): Promise<PageResult> {
  const subscriber = await StatusPage.activeSubscriber(ctx, id)
  if (subscriber === undefined) return { kind: 'sent' }
  const page = await StatusPage.pageOf(ctx)
  const { incidentId, number, text, saidAtMs: atMs } = notice
  const said = { incidentId, number, text, atMs, ...(await StatusPage.headOf(ctx, incidentId, notice.publicTitle)) }
  return ctx.ports.courier(subscriber.channel).send(StatusPage.announcementLetter(ctx, page, subscriber, said))
}

async function toChannel(
  ctx: Context,
  notice: NoticeItem,
  delivery: DeliveryItem & { readonly channel: 'slack' | 'webhook' | 'terminal' },
): Promise<PageResult> {
  const { incidentId, severity, service, title, text, saidAtMs } = notice
  const { address, channel } = delivery
  const thread = channel === 'slack' ? await noticeThreadEntity.get(ctx.store, { incidentId, address }) : undefined
  return ctx.ports.pager(channel).send({
    key: keyOf(notice, delivery),
    subject: incidentId,
    action: 'note',
    address,
    severity,
    service,
    title,
    sentence: text,
    escalationId: incidentId,
    incidentId,
    atMs: saidAtMs,
    ...(thread !== undefined && { receipt: thread.receipt }),
  })
}
