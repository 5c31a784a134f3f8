/** Judging streams that somebody else brings: one JSON row in, one JSON row out. */
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import * as z from 'zod'
import { Judge } from '../../packages/core/src/judge/index.ts'

const number = z.union([z.number(), z.string(), z.null()])
const series = z.array(z.array(number).nullable())

const rowSchema = z.object({
  id: z.union([z.string(), z.number()]),
  metric: z.enum(['errors', 'slow', 'orders']),
  tickSeconds: z.number().positive(),
  canary: series,
  stable: series,
  phi: z.number().min(0).nullish(),
})

export interface StreamResult {
  readonly id: string | number | null
  readonly outcome: Judge.Outcome
  /** Ticks until the verdict, counted from 1. */
  readonly tick: number
  readonly reason: string
}

/**
 * The gate for a stream. It brings no error budget, so nothing is affordable: safe means proven, that is a ratio of 2 excluded
 * with a chance of one in a thousand to be wrong.
 */
const gateFor = (metric: string): Judge.Gate =>
  Judge.gateSchema.parse({
    name: 'stream',
    metrics: [{ id: metric, harmIs: metric === 'orders' ? 'down' : 'up', margin: 1 }],
    beta: 0.001,
  })

/** `lineNumber`, from 1, is named where the row cannot be read. */
export function judgeStream(line: string, lineNumber = 1): StreamResult {
  const unreadable = (id: string | number | null, why: string): StreamResult => ({
    id,
    outcome: 'blind',
    tick: 0,
    reason: `bad-query: line ${lineNumber}: ${why}`,
  })
  let parsed: ReturnType<typeof rowSchema.safeParse>
  let id: string | number | null = null
  try {
    const row: unknown = JSON.parse(line)
    const named = z.object({ id: rowSchema.shape.id }).safeParse(row)
    id = named.success ? named.data.id : null
    parsed = rowSchema.safeParse(row)
  } catch (error) {
    return unreadable(id, `the row is no JSON (${String(error)})`)
  }
  if (!parsed.success) return unreadable(id, z.prettifyError(parsed.error).replaceAll('\n', ' '))
  const { metric, tickSeconds, canary, stable, phi } = parsed.data
  const { verdict, tick } = Judge.backtest(gateFor(metric), {
    id: String(parsed.data.id),
    tickSeconds,
    metrics: { [metric]: { canary, stable } },
    ...(phi != null && { dispersion: { [metric]: { squares: 0, mass: 0, slicePhi: Math.max(1, phi) } } }),
  })
  return { id: parsed.data.id, outcome: verdict.outcome, tick, reason: `${verdict.reason}: ${verdict.sentence}` }
}

/** How many rows there were. Throws where the file cannot be read. */
export async function judgeStreams(path: string, print: (line: string) => void): Promise<number> {
  let [lineNumber, rows] = [0, 0]
  const input = await open(path)
  for await (const line of createInterface({
    input: input.createReadStream(),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    lineNumber += 1
    if (line.trim() === '') continue
    rows += 1
    print(JSON.stringify(judgeStream(line, lineNumber)))
  }
  return rows
}
