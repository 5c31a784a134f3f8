/** Keeps releases on the screen until all of them have ended. */
import { setTimeout as sleep } from 'node:timers/promises'
import { isEnded, type ReleaseView } from '@houston/core/release'
import type { Client } from '../client.ts'
import { releaseLines } from './release.ts'
import { openScreen } from './screen.ts'

export interface FollowOptions {
  /** Paints nothing. */
  readonly quiet?: boolean
  /** Lines above the releases, made anew each time. */
  readonly header?: (nowMs: number) => readonly string[]
  readonly everyMs?: number
}

const defaultEveryMs = 250

/** A rollback that failed waits for a person: nothing more is to be seen. */
const isSettled = ({ release }: ReleaseView): boolean => isEnded(release.state) || release.state === 'rollback-failed'

export async function follow(
  client: Client,
  ids: readonly string[],
  options: FollowOptions = {},
): Promise<readonly ReleaseView[]> {
  const { quiet = false, header = () => [], everyMs = defaultEveryMs } = options
  const screen = openScreen()
  for (;;) {
    const [views, { nowMs }] = await Promise.all([
      Promise.all(ids.map((releaseId) => client.command<ReleaseView>('release.get', { releaseId }))),
      client.request<{ nowMs: number }>('GET', '/local/status').catch(() => ({ nowMs: Date.now() })),
    ])
    if (!quiet) screen.paint([...header(nowMs), ...views.flatMap((view) => ['', ...releaseLines(view, nowMs)])])
    if (views.every(isSettled)) {
      screen.end()
      return views
    }
    await sleep(everyMs)
  }
}
