/** A wave whose soak is over without proof: what the gate's policy has it wait for, and whether a person may let it pass. Pure. */
import type { Actor } from '../actor.ts'
import { minuteMs } from '../clock.ts'
import { defineError } from '../error.ts'
import { personOf } from '../gate/index.ts'
import type { Judge } from '../judge/index.ts'
import { authorsOf } from './approval.ts'
import type { ReleaseItem, Wait } from './release.ts'
import type { WaveItem } from './wave.ts'

/** From the first step of the policy to the last: a wave that waits for a person does not go back to waiting for traffic. */
const waitOrder = ['evidence', 'traffic', 'person'] as const satisfies readonly Wait['kind'][]

const kindOf = { wait: 'evidence', hold: 'evidence', synthetic: 'traffic', ask: 'person' } as const satisfies Record<
  Judge.Advice,
  Wait['kind']
>

type Waiting = Pick<ReleaseItem, 'state' | 'waveIndex' | 'waitsFor'>

/** What the wave under way waits for; undefined while it soaks as planned, and once the release has left it. */
export const waitOf = ({ state, waveIndex, waitsFor }: Waiting): Wait | undefined =>
  state === 'soaking' && waitsFor?.waveIndex === waveIndex ? waitsFor : undefined

/** The wait to put on record now; undefined where there is none, or it is on record already. */
export function decideWait(
  verdict: Judge.Verdict,
  wave: Pick<WaveItem, 'index' | 'startedAtMs' | 'soakMs'>,
  release: Waiting,
  nowMs: number,
): Wait | undefined {
  if (verdict.outcome !== 'undecided' || nowMs < wave.startedAtMs + wave.soakMs) return undefined
  const kind = kindOf[verdict.advice]
  const known = release.waitsFor?.waveIndex === wave.index ? waitOrder.indexOf(release.waitsFor.kind) : -1
  if (waitOrder.indexOf(kind) <= known) return undefined
  const untilMs = verdict.adviceUntilMs ?? undefined
  return { kind, waveIndex: wave.index, sinceMs: nowMs, untilMs, sentence: verdict.sentence }
}

/** A verdict older than this says nothing about the wave as it is now: the judge is silent. */
export const freshVerdictMs = 3 * minuteMs

/** Why a person may not let a wave pass, by stable code. */
export const passRefusals = {
  'no-verdict': 'The judge has not looked at the wave yet.',
  'verdict-too-old': 'The judge has said nothing for minutes: nobody knows how the wave is now.',
  harm: 'The wave is harmful.',
  blind: 'The judge sees nothing.',
  safe: 'The wave is safe and goes on by itself.',
  soaking: 'The wave still soaks.',
  'asks-for-traffic': 'The gate asks for generated traffic first.',
  held: 'The gate holds the wave, or an incident does.',
} as const
export type PassRefusal = keyof typeof passRefusals

export type PassDecision =
  | { readonly kind: 'pass'; readonly verdict: Judge.UndecidedVerdict }
  | { readonly kind: 'refused'; readonly reason: PassRefusal; readonly sentence: string }

/** Whether the wave may pass on a person's word: only where the judge, asked just now, says that a person must decide. */
export function decidePass(wave: Pick<WaveItem, 'verdict' | 'judgedAtMs'>, nowMs: number): PassDecision {
  const refused = (reason: PassRefusal, sentence: string = passRefusals[reason]): PassDecision => ({
    kind: 'refused',
    reason,
    sentence,
  })
  if (wave.verdict === undefined || wave.judgedAtMs === undefined) return refused('no-verdict')
  if (nowMs - wave.judgedAtMs >= freshVerdictMs) return refused('verdict-too-old')
  const verdict = JSON.parse(wave.verdict) as Judge.Verdict
  if (verdict.outcome !== 'undecided') return refused(verdict.outcome, verdict.sentence)
  switch (verdict.advice) {
    case 'ask':
      return { kind: 'pass', verdict }
    case 'wait':
      return refused('soaking', verdict.sentence)
    case 'synthetic':
      return refused('asks-for-traffic', verdict.sentence)
    case 'hold':
      return refused('held', verdict.sentence)
  }
}

/** Names are compared as approvals compare them. A change whose author nobody knows may be anybody's own. */
export function isOwnChange(release: Pick<ReleaseItem, 'author' | 'authors'>, { id }: Actor): boolean {
  const known = [release.author, ...authorsOf(release)].map(personOf).filter((name) => name !== '')
  return known.length === 0 || known.includes(personOf(id))
}

export const waveNotPassable = defineError(
  'release.wave-not-passable',
  'conflict',
  'A person may let a wave pass only while the judge asks for one: never while it is harmful or unseen.',
  (id: string, wave: string, reason: PassRefusal, sentence: string = passRefusals[reason]) => ({
    message: `Wave ${wave} of release ${id} cannot be passed by a person: ${passRefusals[reason]}`,
    fields: [{ path: 'releaseId', message: `${reason}: ${sentence}` }],
    wayOut: '`houston status RELEASE` shows what it waits for; `houston abort` takes it back.',
  }),
)

export const passedByAuthor = defineError(
  'release.passed-by-author',
  'denied',
  'The gate lets nobody pass an undecided wave of a change of their own, nor of one whose author is not known.',
  (id: string, actor: string, author: string) => ({
    message:
      author.trim() === ''
        ? `Nobody knows who wrote the change of release ${id}, so it may be ${actor}'s own.`
        : `${actor} wrote the change of release ${id}: somebody else must let the wave pass.`,
    fields: [{ path: 'releaseId', message: `the author is ${author.trim() === '' ? 'not known' : author}` }],
    wayOut: "Ask another releaser, or set the gate's undecided.authorMayPass.",
  }),
)

export const otherWave = defineError(
  'release.other-wave',
  'conflict',
  'The wave that was meant is not the one under way.',
  (id: string, meant: string, found: string) => ({
    message: `Release ${id} is in wave ${found}, not in ${meant}.`,
    fields: [{ path: 'wave', message: `${found} is under way` }],
    wayOut: 'Look at its waves with `houston status RELEASE`.',
  }),
)
