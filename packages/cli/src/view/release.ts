/** One release as lines of text: its waves as bars, each with what both sides served, and the judge's sentence. */
import { formatDuration } from '@houston/core/duration.ts'
import type { Judge } from '@houston/core/judge'
import { isEnded, type ReleaseState, type ReleaseView, type Wait, type WaveItem, waitOf } from '@houston/core/release'
import { padEnd, paint, type Style } from '../output.ts'
import { heldLines } from './assessment.ts'

const barCells = 20

const stateStyle = (state: ReleaseState): Style => {
  if (state === 'completed') return 'green'
  if (state === 'rolled-back' || state === 'rolling-back') return 'yellow'
  return state === 'rollback-failed' ? 'red' : 'cyan'
}

/** `nowMs` is the runtime's clock: how far a soak has come. */
export function releaseLines(view: ReleaseView, nowMs = Date.now()): string[] {
  const { release, waves } = view
  const { service, version, state, id, stableVersion } = release
  const from = stableVersion === undefined ? '' : paint('dim', ` over ${stableVersion}`)
  const lines = [`${paint('bold', service)} ${version}${from}  ${paint(stateStyle(state), state)}  ${paint('dim', id)}`]
  release.waves.forEach((planned, index) => {
    const wave = waves.find((candidate) => candidate.index === index)
    lines.push(waveLine(planned, wave, wave === undefined ? 0 : (wave.endedAtMs ?? nowMs) - wave.startedAtMs))
  })
  const sentence = sentenceOf(release, waves)
  if (sentence !== '') lines.push(`  ${paint('dim', '↳')} ${sentence}`)
  lines.push(...heldLines(view))
  const wait = waitOf(release)
  if (wait !== undefined) lines.push(`  ${paint('yellow', '⧖')} ${waitText(wait, id, nowMs)}`)
  return lines
}

/** What a wave waits for whose soak is over, in a few words. */
export function waitTitle({ kind, untilMs }: Wait): string {
  if (kind === 'person') return 'waits for a person'
  if (kind === 'traffic') return 'waits for generated traffic'
  return untilMs === undefined ? 'is held' : 'soaks longer than planned'
}

function waitText(wait: Wait, id: string, nowMs: number): string {
  const since = `${waitTitle(wait)} for ${formatDuration(Math.max(0, nowMs - wait.sinceMs))}`
  const until =
    wait.untilMs === undefined ? '' : `, for at most ${formatDuration(Math.max(0, wait.untilMs - nowMs))} more`
  return wait.kind === 'person'
    ? `${since}: houston pass-wave ${id} --why "…", or houston abort ${id} --why "…"`
    : since + until
}

function sentenceOf(release: ReleaseView['release'], waves: readonly WaveItem[]): string {
  if (isEnded(release.state) || release.state === 'rolling-back') return release.reason?.sentence ?? ''
  return verdictOf(waves.at(-1))?.sentence ?? ''
}

export const verdictOf = (wave: WaveItem | undefined): Judge.Verdict | undefined =>
  wave?.verdict === undefined ? undefined : (JSON.parse(wave.verdict) as Judge.Verdict)

interface PlannedWave {
  readonly name: string
  readonly weightPercent: number
  readonly soak: number
}

function waveLine({ name, weightPercent, soak }: PlannedWave, wave: WaveItem | undefined, soakedMs: number): string {
  const title = `${padEnd(name, 11)} ${`${weightPercent} %`.padStart(6)}`
  if (wave === undefined) return `  ${paint('dim', `· ${title}`)}`
  const share = soak === 0 ? 1 : Math.min(1, soakedMs / soak)
  const mark = markOf(wave)
  const times =
    wave.outcome === undefined
      ? `${formatDuration(Math.min(soakedMs, soak))} of ${formatDuration(soak)}`
      : `after ${formatDuration(soakedMs)}`
  return `  ${mark} ${title}  ${bar(share, wave)}  ${padEnd(times, 14)} ${figures(wave)}`
}

function markOf({ outcome }: WaveItem): string {
  if (outcome === undefined) return paint('cyan', '●')
  return outcome === 'passed' ? paint('green', '✔') : paint('red', '✘')
}

function bar(share: number, { outcome }: WaveItem): string {
  const full = Math.round(share * barCells)
  const style: Style = outcome === undefined ? 'cyan' : outcome === 'passed' ? 'green' : 'red'
  return paint(style, '━'.repeat(full)) + paint('dim', '─'.repeat(barCells - full))
}

const percent = (events: number, requests: number): string =>
  requests === 0 ? 'no traffic' : `${((events / requests) * 100).toPrecision(2)} %`

/** Of the first critical metric: requests and bad share on both sides. */
function figures(wave: WaveItem): string {
  const verdict = verdictOf(wave)
  const finding = verdict?.findings.find(({ critical }) => critical)
  if (verdict === undefined || finding === undefined) return ''
  const { metric, canaryRequests, canaryEvents, stableRequests, stableEvents } = finding
  const stable = stableRequests === 0 ? '' : ` against ${percent(stableEvents, stableRequests)}`
  const counts = `${canaryRequests.toLocaleString('en')} requests, ${metric} ${percent(canaryEvents, canaryRequests)}${stable}`
  return `${padEnd(counts, 46)}  ${wave.outcome ?? verdict.outcome}`
}
