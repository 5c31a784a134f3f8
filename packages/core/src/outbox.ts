/** What was committed goes out: the stream's new event items, published in order. */
import { eventEntity } from './commit.ts'
import type { Context } from './context.ts'
import { type DomainEvent, envelopeSchema } from './event.ts'
import type { TableItem } from './port/table.ts'

/** Publishes the images of new event items; returns how many of the first ones are on the bus. */
async function publish(ctx: Context, images: readonly TableItem[]): Promise<number> {
  return ctx.ports.bus.publish(images.map(eventOf))
}

/** The envelope without the table's own fields. */
const eventOf = (image: TableItem): DomainEvent => envelopeSchema.parse(eventEntity.read(image))

export const Outbox = { publish }
