/** What makes a review useless, found by reading it: whys that stop at a person, names, gaps, items without substance. */
import { minuteMs } from '../clock.ts'
import type { Why } from './review.ts'

export interface Lint {
  readonly rule:
    | 'too-few-whys'
    | 'ends-at-human-error'
    | 'names-a-person'
    | 'repeats-itself'
    | 'no-root-cause'
    | 'no-factors'
    | 'no-summary'
    | 'no-whys'
    | 'too-few-items'
    | 'too-many-items'
  /** `whys[2].answer` */
  readonly path: string
  readonly sentence: string
}

export const fewestWhys = 5
/** Fewer and nothing was learnt; more and nothing will be done. */
export const itemsPerReview = { least: 6, most: 8 } as const
export const gapMs = 10 * minuteMs

/** Words that blame a person for what a system let happen. A true answer says what made the error possible. */
const blame =
  /\b(human|operator|user|engineer|developer|person|manual(ly)?)[- ](error|mistake|fault)s?\b|\b(forgot(ten)?|careless(ly|ness)?|negligen\w+|inattenti\w+|sloppy|mistyped|typos?|fat[- ]finger\w*|incompeten\w+|overlooked|misread|should have (known|checked|been more careful)|did(n't| not) (follow|pay attention|check|notice|read)|(made|by) (a |his |her |their )?mistake|not careful|lack of (attention|care|discipline))\b/i

export function lintWhys(whys: readonly Why[], people: readonly string[]): readonly Lint[] {
  if (whys.length === 0) return [{ rule: 'no-whys', path: 'whys', sentence: 'Ask why, and ask again of each answer.' }]
  const found: Lint[] = []
  if (whys.length < fewestWhys)
    found.push({
      rule: 'too-few-whys',
      path: 'whys',
      sentence: `${whys.length} whys; ask at least ${fewestWhys} times, or the first cause that is found is taken for the root.`,
    })
  const last = whys.length - 1
  whys.forEach(({ answer }, index) => {
    const path = `whys[${index}].answer`
    const [words] = blame.exec(answer) ?? []
    if (index === last && words !== undefined)
      found.push({
        rule: 'ends-at-human-error',
        path,
        sentence: `It ends at a person (“${words}”). Ask once more: what let that do harm, and what would have stopped it?`,
      })
    const named = people.find((person) => mentions(answer, person))
    if (named !== undefined)
      found.push({ rule: 'names-a-person', path, sentence: `It names ${named}. Say which role or system, not who.` })
    if (whys.slice(0, index).some((earlier) => plain(earlier.answer) === plain(answer)))
      found.push({ rule: 'repeats-itself', path, sentence: 'It is an earlier answer again.' })
  })
  return found
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()

/** As a word of its own; names of one or two letters are in too many words to look for. */
const mentions = (text: string, person: string): boolean =>
  person.length > 2 && ` ${plain(text)} `.includes(` ${plain(person)} `)

export function lintAnalysis(
  review: {
    readonly summary: string
    readonly rootCause: string
    readonly factors: readonly string[]
    readonly whys: readonly Why[]
  },
  people: readonly string[],
): readonly Lint[] {
  const found: Lint[] = [...lintWhys(review.whys, people)]
  if (review.summary.trim() === '')
    found.push({ rule: 'no-summary', path: 'summary', sentence: 'Say in a few sentences what happened.' })
  if (review.rootCause.trim() === '')
    found.push({ rule: 'no-root-cause', path: 'rootCause', sentence: 'Say the root cause.' })
  if (review.factors.length === 0)
    found.push({ rule: 'no-factors', path: 'factors', sentence: 'Say what else had to be so for it to happen.' })
  return found
}

export function lintItems(count: number): readonly Lint[] {
  const { least, most } = itemsPerReview
  if (count < least)
    return [{ rule: 'too-few-items', path: 'items', sentence: `${count} action items; it takes ${least} to ${most}.` }]
  return count > most
    ? [
        {
          rule: 'too-many-items',
          path: 'items',
          sentence: `${count} action items; more than ${most} are not done. Choose.`,
        },
      ]
    : []
}

export interface Gap {
  readonly fromMs: number
  readonly toMs: number
  readonly sentence: string
}

/** Stretches of more than ten minutes between two facts until the service was restored: what happened there is not known. */
export function timelineGaps(
  facts: readonly { readonly atMs: number; readonly what: string }[],
  untilMs: number,
): readonly Gap[] {
  const ordered = facts.filter(({ atMs }) => atMs <= untilMs).sort((one, other) => one.atMs - other.atMs)
  return ordered.flatMap((fact, index): Gap[] => {
    const next = ordered[index + 1]
    if (next === undefined || next.atMs - fact.atMs <= gapMs) return []
    const minutes = Math.round((next.atMs - fact.atMs) / minuteMs)
    return [
      {
        fromMs: fact.atMs,
        toMs: next.atMs,
        sentence: `${minutes} minutes between “${fact.what}” and “${next.what}”: what happened?`,
      },
    ]
  })
}
