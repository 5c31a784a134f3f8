/** The factors of a change's risk: each reads its facts and gives a share from 0, nothing to fear, to 1, as bad as it gets. */
import { dayMs } from '../clock.ts'
import type { ChangedFile, ChangeFacts, History, VersionJump } from './change.ts'
import { areaOf, type FileKind, fileKindOf } from './file-kind.ts'
import type { RiskFactorName, RiskWeights } from './weights.ts'

export interface FactorReading {
  readonly share: number
  /** With the numbers it comes from. */
  readonly sentence: string
}

export interface RiskFactor {
  readonly name: RiskFactorName
  /** What is not known, when `read` gives undefined. */
  readonly missing: string
  /** Undefined where the facts are missing: the factor then counts as at its worst. */
  readonly read: (facts: ChangeFacts, weights: RiskWeights) => FactorReading | undefined
}

/** 0 at 0, 1 at `full` and beyond, each doubling worth about the same in between. */
const rising = (value: number, full: number): number => Math.min(1, Math.log1p(value) / Math.log1p(full))
/** The first one already counts for half. */
const rareRising = (value: number, full: number): number =>
  value === 0 ? 0 : 0.5 + 0.5 * Math.min(1, (value - 1) / Math.max(1, full - 1))

const ofKind = (files: readonly ChangedFile[], kind: FileKind): readonly ChangedFile[] =>
  files.filter(({ path }) => fileKindOf(path) === kind)

/** Lines by weight; undefined where a file that weighs something does not say how many. */
function weighedLines(files: readonly ChangedFile[], weights: RiskWeights): number | undefined {
  let total = 0
  for (const { path, lines } of files) {
    const weight = weights.lineWeight[fileKindOf(path)]
    if (weight === 0) continue
    if (lines === undefined) return undefined
    total += weight * lines
  }
  return total
}

const readSize: RiskFactor['read'] = ({ files }, weights) => {
  const lines = files === undefined ? undefined : weighedLines(files, weights)
  if (lines === undefined) return undefined
  return {
    share: rising(lines, weights.full.lines),
    sentence: `${Math.round(lines)} lines changed, weighed by kind of file`,
  }
}

const readSpread: RiskFactor['read'] = ({ files }, { full, lineWeight }) => {
  if (files === undefined) return undefined
  const counted = files.filter(({ path }) => lineWeight[fileKindOf(path)] > 0)
  const areas = new Set(counted.map(({ path }) => areaOf(path))).size
  const share = Math.max(rising(counted.length, full.files), rising(Math.max(0, areas - 1), full.areas - 1))
  return { share, sentence: `${counted.length} files in ${areas} folders` }
}

const readCountOf =
  (
    kind: FileKind,
    full: 'migrations' | 'configurationFiles' | 'infrastructureFiles',
    noun: string,
  ): RiskFactor['read'] =>
  ({ files }, weights) => {
    if (files === undefined) return undefined
    const count = ofKind(files, kind).length
    return { share: rareRising(count, weights.full[full]), sentence: `${count} ${noun}` }
  }

const readDependencies: RiskFactor['read'] = ({ files, dependenciesChanged }, { full }) => {
  if (files === undefined) return undefined
  const touched = ofKind(files, 'manifest').length + ofKind(files, 'lockfile').length
  if (touched === 0 && !dependenciesChanged) return { share: 0, sentence: 'no dependency manifest or lockfile changed' }
  if (dependenciesChanged === undefined) return undefined
  // A lockfile alone moves what nobody named: it counts as one.
  const count = Math.max(1, dependenciesChanged)
  return { share: rareRising(count, full.dependencies), sentence: `${dependenciesChanged} direct dependencies changed` }
}

const readUntested: RiskFactor['read'] = ({ files }) => {
  if (files === undefined) return undefined
  const sources = ofKind(files, 'source').length + ofKind(files, 'other').length
  const tests = ofKind(files, 'test').length
  const share = sources > 0 && tests === 0 ? 1 : 0
  return { share, sentence: `${sources} source files and ${tests} test files changed` }
}

const readHistory =
  (whose: 'author' | 'service'): RiskFactor['read'] =>
  (facts, { full, priorReleases }) => {
    const history: History | undefined = facts[whose]
    if (history === undefined) return undefined
    const failureShare = (history.failures + 1) / (history.releases + priorReleases)
    const sentence = `${history.failures} of the ${whose}’s last ${history.releases} releases failed`
    return { share: Math.min(1, failureShare / full.failureShare), sentence }
  }

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

const readTime: RiskFactor['read'] = ({ local }, { time }) => {
  if (local === undefined) return undefined
  const { weekday, minuteOfDay } = local
  const clock = `${String(Math.floor(minuteOfDay / 60)).padStart(2, '0')}:${String(minuteOfDay % 60).padStart(2, '0')}`
  const sentence = `it is ${dayNames[weekday - 1] ?? 'no day'} ${clock}`
  if (weekday > 5) return { share: time.weekend, sentence }
  const atWork = minuteOfDay >= time.workFromMinute && minuteOfDay < time.workUntilMinute
  const onEve = weekday === 5 && minuteOfDay >= time.eveFromMinute
  return { share: Math.max(atWork ? 0 : time.outsideWork, onEve ? time.eve : 0), sentence }
}

const readSince: RiskFactor['read'] = ({ sinceLastReleaseMs }, { full }) => {
  if (sinceLastReleaseMs === undefined) return undefined
  const days = sinceLastReleaseMs / dayMs
  const share = rising(days, full.sinceLastReleaseMs / dayMs)
  return { share, sentence: `${Number(days.toFixed(1))} days since the last release` }
}

const readCommits: RiskFactor['read'] = ({ commits }, { full }) =>
  commits === undefined
    ? undefined
    : { share: rising(commits, full.commits), sentence: `${commits} commits since the live version` }

const jumpSentences: Readonly<Record<VersionJump, string>> = {
  none: 'the live version again',
  patch: 'a patch version step',
  minor: 'a minor version step',
  major: 'a major version step',
  unordered: 'versions that tell no distance',
}

const readJump: RiskFactor['read'] = ({ versionJump }, weights) => {
  if (versionJump === undefined) return undefined
  return { share: weights.versionJump[versionJump], sentence: jumpSentences[versionJump] }
}

export const riskFactors: readonly RiskFactor[] = [
  { name: 'diff-size', missing: 'how many lines changed', read: readSize },
  { name: 'diff-spread', missing: 'which files changed', read: readSpread },
  {
    name: 'migrations',
    missing: 'whether the schema changes',
    read: readCountOf('migration', 'migrations', 'schema migrations'),
  },
  { name: 'dependencies', missing: 'which dependencies changed', read: readDependencies },
  {
    name: 'configuration',
    missing: 'whether configuration changes',
    read: readCountOf('configuration', 'configurationFiles', 'configuration files'),
  },
  {
    name: 'infrastructure',
    missing: 'whether infrastructure changes',
    read: readCountOf('infrastructure', 'infrastructureFiles', 'infrastructure files'),
  },
  { name: 'untested', missing: 'whether tests came with it', read: readUntested },
  { name: 'author-history', missing: 'how the author’s releases went', read: readHistory('author') },
  { name: 'service-history', missing: 'how the service’s releases went', read: readHistory('service') },
  { name: 'time-of-day', missing: 'what time it is for the people who would mend it', read: readTime },
  { name: 'since-last-release', missing: 'when the last release was', read: readSince },
  { name: 'commits', missing: 'how many commits it brings', read: readCommits },
  { name: 'version-jump', missing: 'which version is live', read: readJump },
]
