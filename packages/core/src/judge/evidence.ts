/** The ticks behind a verdict, kept compactly in the order they came in: replaying them gives the verdict byte for byte. */
import * as z from 'zod'
import { defineError } from '../error.ts'
import { decide } from './decide.ts'
import { type Gate, gateSchema } from './gate.ts'
import { judgeLimits } from './limits.ts'
import { begin, observe } from './observe.ts'
import { type BlindCause, blindCauses, isMissing, type MetricTick, type Tick } from './tick.ts'
import type { Verdict } from './verdict.ts'
import { type WaveFacts, waveFactsSchema } from './wave.ts'

const format = 'houston.judge-evidence/1'

const headerSchema = z.strictObject({
  format: z.literal(format),
  gate: gateSchema,
  facts: waveFactsSchema,
  decidedAtMs: z.number(),
})

/** One metric of a tick: the canary's numbers and then the stable side's, or cause and detail. Null: not in the tick. */
const cellSchema = z.union([z.array(z.number()), z.tuple([z.enum(blindCauses), z.string()]), z.null()])
const lineSchema = z.tuple([z.number(), z.number(), z.array(cellSchema)])
type Cell = z.output<typeof cellSchema>

export const evidenceUnreadable = defineError(
  'judge.evidence-unreadable',
  'input',
  'Stored evidence is not in the form that this version of Houston writes.',
  (line: number, problem: string) => ({
    message: `line ${line} of the evidence cannot be read: ${problem}`,
    wayOut: 'Replay it with the version of Houston that wrote it.',
  }),
)

function cellOf(tick: MetricTick | undefined): Cell {
  if (tick === undefined) return null
  if (isMissing(tick)) return [tick.missing, tick.detail ?? '']
  // What JSON cannot hold would come back as another value; it is no number either way.
  const numbers = [...tick.canary, ...tick.stable]
  return numbers.every(Number.isFinite) && tick.canary.length === tick.stable.length
    ? numbers
    : ['not-a-number', numbers.map(String).join(' ')]
}

/** One line of evidence for one tick: [startMs, length in ms, one cell per metric of the gate]. */
export const packTick = (gate: Gate, tick: Tick): string =>
  JSON.stringify([tick.startMs, tick.endMs - tick.startMs, gate.metrics.map(({ id }) => cellOf(tick.metrics[id]))])

/** A tick as evidence will replay it: observe this form, and live and replayed verdicts cannot differ. */
export const storedTick = (gate: Gate, tick: Tick): Tick => unpackTick(gate, packTick(gate, tick), 0)

export function unpackTick(gate: Gate, line: string, lineNumber: number): Tick {
  const parsed = lineSchema.safeParse(jsonOf(line, lineNumber))
  if (!parsed.success) throw evidenceUnreadable(lineNumber, z.prettifyError(parsed.error))
  const [startMs, lengthMs, cells] = parsed.data
  const metrics: Record<string, MetricTick> = {}
  for (const [index, { id }] of gate.metrics.entries()) {
    const cell = cells[index] ?? null
    if (cell !== null) metrics[id] = metricOf(cell)
  }
  return { startMs, endMs: startMs + lengthMs, metrics }
}

function metricOf(cell: number[] | [BlindCause, string]): MetricTick {
  const [first, second] = cell
  if (typeof first === 'string') return { missing: first, ...(second !== '' && { detail: String(second) }) }
  const numbers = cell as number[]
  const half = numbers.length / 2
  return { canary: numbers.slice(0, half), stable: numbers.slice(half) }
}

function jsonOf(line: string, lineNumber: number): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    throw evidenceUnreadable(lineNumber, String(error))
  }
}

/** The whole evidence as JSON lines: a header, then the ticks in the order of arrival (`packTick` lines or ticks). */
export function packEvidence(
  gate: Gate,
  facts: WaveFacts,
  ticks: readonly (Tick | string)[],
  decidedAtMs: number,
): string {
  const header = JSON.stringify({ format, gate, facts, decidedAtMs })
  const lines = ticks.map((tick) => (typeof tick === 'string' ? tick : packTick(gate, tick)))
  return `${[header, ...lines].join('\n')}\n`
}

/** The verdict that this evidence gives. */
export function replay(evidence: string): Verdict {
  const [first = '', ...lines] = evidence.trimEnd().split('\n')
  const parsed = headerSchema.safeParse(jsonOf(first, 1))
  if (!parsed.success) throw evidenceUnreadable(1, z.prettifyError(parsed.error))
  if (lines.length > judgeLimits.ticksPerEvidence.value)
    throw evidenceUnreadable(lines.length + 1, `more than ${judgeLimits.ticksPerEvidence.value} ticks`)
  const { gate, facts, decidedAtMs } = parsed.data
  let state = begin(gate, facts)
  for (const [index, line] of lines.entries()) state = observe(state, unpackTick(gate, line, index + 2))
  return decide(state, decidedAtMs)
}
