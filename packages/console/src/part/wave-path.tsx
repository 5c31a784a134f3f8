/** A release's waves as a path: what passed, what is under way, what is to come, with the share of traffic of each. */
import { useNow } from '../graph/clock.ts'

export interface PathWave {
  readonly index: number
  readonly name: string
  readonly weightPercent: number
  readonly startedAt: string | null
  readonly endedAt: string | null
  readonly outcome: string | null
  readonly soakSec?: number
}

type Stage = 'passed' | 'failed' | 'running' | 'waiting'

function stageOf({ outcome, startedAt, endedAt }: PathWave, isEnded: boolean): Stage {
  if (outcome === 'passed') return 'passed'
  if (outcome !== null) return 'failed'
  return startedAt !== null && endedAt === null && !isEnded ? 'running' : 'waiting'
}

const marks: Readonly<Record<Stage, string>> = { passed: '✓', failed: '✕', running: '●', waiting: '○' }
const words: Readonly<Record<Stage, string>> = {
  passed: 'passed',
  failed: 'stopped here',
  running: 'under way',
  waiting: 'not begun',
}

/** How much of its soak is over, 0 to 1. */
function progressOf({ startedAt, soakSec }: PathWave, stage: Stage, nowMs: number): number {
  if (stage === 'passed' || stage === 'failed') return 1
  if (stage === 'waiting' || startedAt === null || soakSec === undefined) return stage === 'running' ? 0.5 : 0
  return Math.min(1, Math.max(0, (nowMs - Date.parse(startedAt)) / (soakSec * 1_000)))
}

export interface WavePathProps {
  readonly waves: readonly PathWave[]
  readonly isEnded: boolean
  readonly size?: 'small' | 'large'
}

export function WavePath({ waves, isEnded, size = 'small' }: WavePathProps) {
  const nowMs = useNow()
  return (
    <ol className={`wave-path wave-path-${size}`} aria-label="Waves">
      {waves.map((wave) => {
        const stage = stageOf(wave, isEnded)
        const percent = Math.round(100 * progressOf(wave, stage, nowMs))
        return (
          <li key={wave.index} className={`wave wave-${stage}`} title={`${wave.name}: ${words[stage]}`}>
            <span className="wave-name">
              <span aria-hidden="true">{marks[stage]}</span> {wave.name}
              <span className="wave-hidden"> {words[stage]}</span>
            </span>
            <svg className="wave-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
              <rect className="wave-rail" width="100" height="6" rx="3" />
              <rect className="wave-done" width={percent} height="6" rx="3" />
            </svg>
            <span className="wave-weight">{wave.weightPercent} %</span>
          </li>
        )
      })}
    </ol>
  )
}
