/** What an alert's words say: which services they name, whether they sound like a cause or a symptom, how alike two are. */
import type { DependencyGraph } from './graph.ts'

export interface Words {
  /** Distinct words, the first `maxWords`. */
  readonly tokens: readonly string[]
  /** Other services of the graph that the text names. */
  readonly mentions: readonly string[]
  /** 1: a resource ran out or a process died, which is where causes show; -1: something that is called did; 0: neither. */
  readonly leaning: -1 | 0 | 1
}

const maxWords = 32
const word = /[a-z0-9][a-z0-9_-]*/g
const symptomWords =
  /\b(upstream|downstream|dependency|dependencies|dependent|calling|calls? to|callee|timed? ?out|timeouts? (?:from|calling)|circuit|gateway)\b/
const causeWords =
  /\b(cpu|memory|oom|out of memory|heap|disk|inode|restart\w*|crash\w*|panic|exception|deadlock|lock wait|pool|saturat\w*|throttl\w*|certificate|config\w*|migration|deploy\w*|rollout|release|health ?check|down|unreachable|replica\w*|segfault|leak)\b/

export function readWords(service: string, name: string, text: string, graph: DependencyGraph): Words {
  const lower = `${name.replace(/([a-z])([A-Z])/g, '$1 $2')} ${text}`.toLowerCase()
  const tokens: string[] = []
  const mentions: string[] = []
  for (const [token] of lower.matchAll(word)) {
    if (tokens.length >= maxWords) break
    if (tokens.includes(token) || /^\d+$/.test(token)) continue
    tokens.push(token)
    if (token !== service && graph.has(token)) mentions.push(token)
  }
  const leaning = symptomWords.test(lower) ? -1 : causeWords.test(lower) ? 1 : 0
  return { tokens, mentions, leaning }
}

/** Jaccard's index: shared words over all words, 0 to 1. */
export function similarity(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return 0
  const shared = one.reduce((count, token) => count + (other.includes(token) ? 1 : 0), 0)
  return shared / (one.length + other.length - shared)
}
