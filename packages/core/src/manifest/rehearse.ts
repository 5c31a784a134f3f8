/** A rehearsal of `houston apply`: each document's own operation runs on a table that is not written to, and says what would change. */
import * as z from 'zod'
import { eventEntity } from '../commit.ts'
import type { Context, Ports } from '../context.ts'
import { defineError, type FieldProblem, HoustonError } from '../error.ts'
import { limits } from '../limits.ts'
import { declaredOperations, defineOperation } from '../operation.ts'
import type { TableItem } from '../port/table.ts'
import { type Difference, differencesOf } from './difference.ts'
import { manifestKinds } from './kind.ts'
import { overlay } from './overlay.ts'

export const rehearsalActs = defineError(
  'manifest.rehearsal-acts',
  'bug',
  'Recording a document would act on something beside the table, which a rehearsal cannot undo.',
  (port: string) => `A rehearsal uses ${port}.`,
)

export type Rehearsed =
  | { readonly kind: 'new' | 'changed'; readonly differences: readonly Difference[] }
  | { readonly kind: 'same' }
  | {
      readonly kind: 'refused'
      readonly code: string
      readonly message: string
      readonly fields: readonly FieldProblem[]
    }

const inputSchema = z.object({
  documents: z
    .array(
      z.object({
        operation: z.enum(manifestKinds.map(({ operation }) => operation) as [string, ...string[]]),
        input: z.record(z.string(), z.unknown()),
      }),
    )
    .max(limits.documentsPerManifest.value),
})

/** In the manifest's order: what an earlier document declares is there for a later one. Every refusal is told, not only the first. */
export const rehearse = /* @__PURE__ */ defineOperation(
  {
    name: 'manifest.rehearse',
    summary: 'Say what applying documents would change, and what would be refused',
    input: inputSchema,
    allowedTo: ['admin'],
  },
  async (ctx, { documents }): Promise<{ documents: readonly Rehearsed[] }> => {
    const table = overlay(ctx.store)
    const rehearsed: Rehearsed[] = []
    for (const { operation, input } of documents) {
      const before = seen(table.store)
      const result = await record({ ...ctx, store: before.store, ports: askingPorts(ctx.ports) }, operation, input)
      rehearsed.push(result ?? wordOf(before.items, table.take(), declaredFields(operation)))
      table.take()
    }
    return { documents: rehearsed }
  },
)

async function record(ctx: Context, name: string, input: Record<string, unknown>): Promise<Rehearsed | undefined> {
  const operation = declaredOperations().find((candidate) => candidate.name === name)
  if (operation === undefined) throw new Error(`operation ${name} of a manifest is not declared`)
  try {
    await operation(ctx, input as never)
    return undefined
  } catch (error) {
    if (!(error instanceof HoustonError) || error.kind === 'bug' || error.kind === 'retryable') throw error
    return { kind: 'refused', code: error.code, message: error.message, fields: error.fields }
  }
}

/** Remembers each item that an operation reads, as it was then. */
function seen(store: Context['store']) {
  const items = new Map<string, TableItem>()
  const note = (item: TableItem | undefined): TableItem | undefined => {
    const name = item === undefined ? '' : `${item.pk} ${item.sk}`
    if (item !== undefined && !items.has(name)) items.set(name, item)
    return item
  }
  const noting: Context['store'] = {
    ...store,
    get: async (params) => note(await store.get(params)),
    batchGet: async (keys) => (await store.batchGet(keys)).map(note),
  }
  return { store: noting, items }
}

/** The first thing written that is no event is the document's own; nothing written is nothing changed. */
function wordOf(
  before: ReadonlyMap<string, TableItem>,
  written: readonly TableItem[],
  declared: ReadonlySet<string> | undefined,
): Rehearsed {
  const own = written.find((item) => item._et !== eventEntity.name && item._et !== 'once')
  if (own === undefined) return { kind: 'same' }
  const found = before.get(`${own.pk} ${own.sk}`)
  const all = differencesOf(found, own)
  // What Houston keeps beside it, such as counts that begin anew, is nobody's declaration.
  const stated = all.filter(({ field }) => declared?.has(field.split(/[.[]/)[0] ?? '') ?? true)
  const differences = stated.length > 0 ? stated : all
  return { kind: found === undefined ? 'new' : 'changed', differences }
}

/** The fields that a document can say; undefined where its operation takes something else than fields. */
function declaredFields(name: string): ReadonlySet<string> | undefined {
  const input = declaredOperations().find((candidate) => candidate.name === name)?.input
  return input instanceof z.ZodObject ? new Set(Object.keys(input.shape)) : undefined
}

const refusing = (name: string) => (): never => {
  throw rehearsalActs(name)
}

/** Whether an address may be called at all is asked of nobody outside: a rehearsal says so as the real thing would. */
const askingPorts = ({ outbound }: Ports): Ports =>
  new Proxy({} as Ports, {
    get: (_, name) =>
      name === 'outbound'
        ? { refuse: (url: string) => outbound.refuse(url), send: refusing('outbound.send') }
        : refusing(String(name)),
  })
