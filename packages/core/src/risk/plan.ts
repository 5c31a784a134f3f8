/** The plan of a release: the pipeline's waves, made quicker or more careful by risk and blast radius, with approvals and gates. */
import * as z from 'zod'
import { hourMs } from '../clock.ts'
import { durationMsSchema, formatDuration } from '../duration.ts'
import {
  type ApprovalRequirement,
  approvalRequirementSchema,
  type GateCheckName,
  gateCheckNames,
  gateLimits,
  type StepRequirement,
  stepRequirementSchema,
} from '../gate/index.ts'
import { limits } from '../limits.ts'
import { type Care, careOf, cares } from './care.ts'

export interface PlannedWave {
  readonly name: string
  readonly weightPercent: number
  /** Milliseconds. */
  readonly soak: number
  /** Whether a person must say yes before it starts. */
  readonly approval: boolean
}

/** Asked of every plan that is at least this careful. */
const fromCare = { from: z.enum(cares).default('fast') }

export const planPolicySchema = z.strictObject({
  /** A fast plan runs its leading waves up to this weight as one; 0 merges none. */
  mergeUpToPercent: z.number().min(0).max(50).default(10),
  /** The wave that a careful plan puts first: one machine's worth, as Amazon's one-box. */
  oneBox: z
    .strictObject({
      weightPercent: z.number().gt(0).max(10).default(1),
      soak: durationMsSchema
        .refine((ms) => ms <= limits.soakMs.value, 'must not be longer than a week')
        .default(hourMs),
    })
    .prefault({}),
  /** A guarded plan watches every wave this many times as long. */
  guardedSoakFactor: z.number().min(1).max(10).default(2),
  /** Each asked from that care on, so that more care never asks less. */
  approvals: z
    .array(approvalRequirementSchema.extend(fromCare))
    .max(gateLimits.approvalsPerPolicy.value)
    .prefault([
      { name: 'release', from: 'careful' },
      { name: 'release-second', from: 'guarded' },
    ]),
  steps: z.array(stepRequirementSchema.extend(fromCare)).max(gateLimits.stepsPerPolicy.value).default([]),
})
export type PlanPolicy = z.infer<typeof planPolicySchema>

export const defaultPlanPolicy: PlanPolicy = planPolicySchema.parse({})

/** What every gate asks, whatever the plan. */
const alwaysAsked: readonly GateCheckName[] = ['freeze', 'calendar', 'target', 'alarm', 'incident', 'budget']

export interface PlanFacts {
  /** 1 to 10; anything else counts as 10. */
  readonly riskScore: number
  /** 1 to 5; anything else counts as 5. */
  readonly blastLevel: number
  /** The pipeline's waves, weights rising to 100. */
  readonly waves: readonly PlannedWave[]
}

export interface Plan {
  readonly care: Care
  readonly waves: readonly PlannedWave[]
  /** Those of the whole release and those of single waves: they go into the gate's policy. */
  readonly approvals: readonly ApprovalRequirement[]
  readonly steps: readonly StepRequirement[]
  /** The gate checks that ask something of this plan. */
  readonly gates: readonly GateCheckName[]
  readonly sentence: string
}

const oneBoxName = 'one-box'
/** Not above the limit, and never shorter than it was. */
const longer = (soakMs: number, wantedMs: number): number =>
  Math.max(soakMs, Math.min(limits.soakMs.value, Math.round(wantedMs)))

/** Leading waves up to the weight become one, of the last one's weight, watched as long as the shortest; two waves always stay. */
function merged(waves: readonly PlannedWave[], { mergeUpToPercent }: PlanPolicy): readonly PlannedWave[] {
  const light = waves.slice(0, -1).filter(({ weightPercent }) => weightPercent <= mergeUpToPercent)
  const last = light.at(-1)
  if (last === undefined || light.length < 2) return waves
  const soak = Math.min(...light.map((wave) => wave.soak))
  const approval = light.some((wave) => wave.approval)
  return [{ ...last, soak, approval }, ...waves.slice(light.length)]
}

/** One machine's worth first, below whatever came first and watched no shorter. */
function withOneBox(waves: readonly PlannedWave[], { oneBox }: PlanPolicy): readonly PlannedWave[] {
  const [first, ...rest] = waves
  if (first === undefined) return waves
  const soak = longer(first.soak, oneBox.soak)
  if (first.name === oneBoxName) return [{ ...first, soak }, ...rest]
  const weightPercent = Math.min(oneBox.weightPercent, first.weightPercent / 2)
  const box = { name: freeName(waves), weightPercent, soak, approval: first.approval }
  // At the limit of waves the one-box takes the first one's place.
  return [box, ...(waves.length < limits.wavesPerRelease.value ? waves : rest)]
}

function freeName(waves: readonly PlannedWave[]): string {
  const taken = new Set(waves.map(({ name }) => name))
  let name = oneBoxName
  for (let number = 2; taken.has(name); number++) name = `${oneBoxName}-${number}`
  return name
}

/** Longer waves, and a person's word before everybody gets it. */
function guarded(waves: readonly PlannedWave[], { guardedSoakFactor }: PlanPolicy): readonly PlannedWave[] {
  return waves.map((wave, index) => ({
    ...wave,
    soak: longer(wave.soak, wave.soak * guardedSoakFactor),
    approval: wave.approval || index === waves.length - 1,
  }))
}

function wavesFor(care: Care, waves: readonly PlannedWave[], policy: PlanPolicy): readonly PlannedWave[] {
  switch (care) {
    case 'fast':
      return merged(waves, policy)
    case 'standard':
      return waves
    case 'careful':
      return withOneBox(waves, policy)
    case 'guarded':
      return guarded(withOneBox(waves, policy), policy)
  }
}

const isAsked =
  (care: Care) =>
  ({ from }: { readonly from: Care }): boolean =>
    cares.indexOf(from) <= cares.indexOf(care)

/** The word that a wave waits for, as the gate asks for it. */
export const waveApproval = ({ name }: Pick<PlannedWave, 'name'>): ApprovalRequirement =>
  approvalRequirementSchema.parse({ name: `wave-${name}`.slice(0, 63).replace(/-+$/, ''), wave: name })

/**
 * A higher risk or a larger radius never gives a larger or shorter first wave, fewer waves, fewer approvals or fewer gates, and at no
 * time after the start more traffic.
 */
export function decidePlan(facts: PlanFacts, policy: PlanPolicy = defaultPlanPolicy): Plan {
  const care = careOf(facts.riskScore, facts.blastLevel)
  const waves = wavesFor(care, facts.waves, policy)
  const approvals = [
    ...policy.approvals.filter(isAsked(care)).map(({ from: _, ...asked }) => asked),
    ...waves.filter(({ approval }) => approval).map(waveApproval),
  ]
  const steps = policy.steps.filter(isAsked(care)).map(({ from: _, ...asked }) => asked)
  const kinds = new Set<GateCheckName>([...alwaysAsked, ...steps.map(({ kind }) => kind)])
  if (approvals.length > 0) kinds.add('approval')
  const gates = gateCheckNames.filter((name) => kinds.has(name))
  return { care, waves, approvals, steps, gates, sentence: sentenceOf(facts, care, waves, approvals) }
}

function sentenceOf(
  { riskScore, blastLevel }: PlanFacts,
  care: Care,
  waves: readonly PlannedWave[],
  approvals: readonly ApprovalRequirement[],
): string {
  const said = waves.map(({ name, weightPercent, soak }) => `${name} ${weightPercent} % for ${formatDuration(soak)}`)
  const count = approvals.reduce((sum, each) => sum + each.count, 0)
  return `Risk ${riskScore} of 10 and blast radius ${blastLevel} of 5 make the plan ${care}: ${said.join(', ')}; ${count} approvals.`
}
