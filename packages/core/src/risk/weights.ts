/** How much each fact weighs. Data: to change it, change it here and give it a new version. */
import { dayMs } from '../clock.ts'
import type { VersionJump } from './change.ts'
import type { FileKind } from './file-kind.ts'

export const riskFactorNames = [
  'diff-size',
  'diff-spread',
  'migrations',
  'dependencies',
  'configuration',
  'infrastructure',
  'untested',
  'author-history',
  'service-history',
  'time-of-day',
  'since-last-release',
  'commits',
  'version-jump',
] as const
export type RiskFactorName = (typeof riskFactorNames)[number]

export interface RiskWeights {
  readonly weightsVersion: string
  /** Points of a factor at its worst. */
  readonly points: Readonly<Record<RiskFactorName, number>>
  /** score = 1 + ⌊10 · (1 − e^(−points ∕ scale))⌋, 10 at most: each point more moves a safe change further than a risky one. */
  readonly scale: number
  /** What a line of each kind counts for in the size of a change. */
  readonly lineWeight: Readonly<Record<FileKind, number>>
  /** From here on a factor is at its worst. */
  readonly full: {
    readonly lines: number
    readonly files: number
    readonly areas: number
    readonly migrations: number
    readonly dependencies: number
    readonly configurationFiles: number
    readonly infrastructureFiles: number
    readonly failureShare: number
    readonly sinceLastReleaseMs: number
    readonly commits: number
  }
  /** What is added to each history, so that few releases prove little: as if this many had gone out and one had failed. */
  readonly priorReleases: number
  readonly versionJump: Readonly<Record<VersionJump, number>>
  readonly time: {
    /** Minutes of the day, half-open: when enough people are there. */
    readonly workFromMinute: number
    readonly workUntilMinute: number
    readonly outsideWork: number
    /** From this minute on, before a day without work. */
    readonly eveFromMinute: number
    readonly eve: number
    readonly weekend: number
  }
}

export const riskWeights: RiskWeights = {
  weightsVersion: '1',
  points: {
    'diff-size': 5,
    'diff-spread': 3,
    migrations: 6,
    dependencies: 3,
    configuration: 2,
    infrastructure: 4,
    untested: 2,
    'author-history': 3,
    'service-history': 4,
    'time-of-day': 2,
    'since-last-release': 2,
    commits: 2,
    'version-jump': 2,
  },
  scale: 16,
  lineWeight: {
    migration: 1,
    lockfile: 0.02,
    manifest: 0.5,
    infrastructure: 1,
    test: 0.1,
    generated: 0.05,
    documentation: 0,
    configuration: 1,
    source: 1,
    other: 1,
  },
  full: {
    lines: 2_000,
    files: 50,
    areas: 10,
    migrations: 3,
    dependencies: 10,
    configurationFiles: 5,
    infrastructureFiles: 5,
    failureShare: 0.2,
    sinceLastReleaseMs: 30 * dayMs,
    commits: 50,
  },
  priorReleases: 5,
  versionJump: { none: 0, patch: 0.1, minor: 0.4, major: 1, unordered: 0.4 },
  time: {
    workFromMinute: 9 * 60,
    workUntilMinute: 16 * 60,
    outsideWork: 0.6,
    eveFromMinute: 12 * 60,
    eve: 0.7,
    weekend: 1,
  },
}
