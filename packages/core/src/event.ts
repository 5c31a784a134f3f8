/** Events are declared once, beside their noun: wiring, types and documentation derive from the declaration. */
import * as z from 'zod'
import { defineId } from './id.ts'

export const eventId = defineId('evt')

const envelopeShape = {
  id: z.string(),
  type: z.string(),
  /** Of the data's schema. A reader refuses versions it does not know. */
  version: z.int().positive(),
  time: z.iso.datetime(),
  actor: z.string(),
  /** One for everything that follows from one push or one alarm. */
  correlationId: z.string(),
  /** The event that led to this one. */
  causationId: z.string().optional(),
  aggregate: z.object({ noun: z.string(), id: z.string(), sequence: z.int().positive() }),
}

export const envelopeSchema = z.object({ ...envelopeShape, data: z.record(z.string(), z.unknown()) })
export type DomainEvent = z.infer<typeof envelopeSchema>
export type EventOf<Data> = Omit<DomainEvent, 'data'> & { readonly data: Data }

export interface EventDeclaration<Data = Record<string, unknown>> {
  /** `noun.past-verb`, also the bus's detail-type. */
  readonly name: string
  readonly noun: string
  readonly version: number
  readonly summary: string
  readonly dataSchema: z.ZodType<Data>
  /** The bus's `source`. */
  readonly source: string
  /** Checks an event's detail as it comes from the bus; throws a ZodError where it is not this event. */
  parse(detail: unknown): EventOf<Data>
}

const declared = new Map<string, EventDeclaration>()

export function defineEvent<Shape extends z.ZodRawShape>(
  name: `${string}.${string}`,
  version: number,
  summary: string,
  shape: Shape,
): EventDeclaration<z.output<z.ZodObject<Shape>>> {
  if (declared.has(name)) throw new Error(`event ${name} is declared twice`)
  const noun = name.slice(0, name.indexOf('.'))
  const dataSchema = z.object(shape)
  const whole = z.object({ ...envelopeShape, type: z.literal(name), version: z.literal(version), data: dataSchema })
  const declaration: EventDeclaration<z.output<typeof dataSchema>> = {
    name,
    noun,
    version,
    summary,
    dataSchema: dataSchema as unknown as z.ZodType<z.output<typeof dataSchema>>,
    source: `houston.${noun}`,
    parse: (detail) => whole.parse(detail) as unknown as EventOf<z.output<typeof dataSchema>>,
  }
  declared.set(name, declaration as unknown as EventDeclaration)
  return declaration
}

/** Every declared event, by name: what rules, types and the documentation are generated from. */
export function declaredEvents(): readonly EventDeclaration[] {
  return [...declared.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}
