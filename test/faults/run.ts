/** One history against one Houston, from its first push to its last complaint. */
import { lendAHand } from './afterwards.ts'
import { check } from './check.ts'
import { type Accepted, perform, prepare, stepMs, trouble } from './deeds.ts'
import { type History, stepsPerHistory } from './history.ts'
import { World } from './world.ts'

export interface Outcome {
  readonly complaints: readonly string[]
  readonly accepted: Accepted
  readonly starts: number
}

/** After everything is mended, releases have this long to end: soak, judging, rollback and the ones that wait behind them. */
const drainSteps = 400
const drainStepMs = 60_000

export async function runHistory(history: History): Promise<Outcome> {
  const { seed, twice, tableFaults } = history
  const world = await World.start({ seed, twice, ...(tableFaults && { tableFaults }) })
  const accepted: Accepted = { pushes: [], builds: [], alerts: [] }
  const later: { step: number; work: () => Promise<void> }[] = []
  const put = (step: number, work: () => Promise<void>): void => void later.push({ step, work })
  try {
    await prepare(world)
    for (let step = 0; step < stepsPerHistory; step++) {
      for (const { work } of take(later, step)) await work()
      const due = history.entries.filter((entry) => entry.step === step)
      for (const { deed } of due) if (deed !== undefined) await perform(world, deed, accepted, step, put)
      const wrong = due.flatMap((entry) => (entry.trouble === undefined ? [] : [entry.trouble]))
      for (const what of wrong) await trouble(world, what, step, put)
      if (wrong.length === 0) await world.advance(stepMs)
    }
    for (const { work } of later) await work()
    world.router.mend()
    world.router.page = 'none'
    await world.mend()
    await drain(world)
    return { complaints: await check(world, accepted), accepted, starts: world.starts }
  } catch (error) {
    return {
      complaints: [`the run broke off: ${error instanceof Error ? error.message : String(error)}`],
      accepted,
      starts: world.starts,
    }
  } finally {
    await world.stop()
  }
}

function take<T extends { step: number }>(later: T[], step: number): T[] {
  const due = later.filter((one) => one.step <= step)
  for (const one of due) later.splice(later.indexOf(one), 1)
  return due
}

async function drain(world: World): Promise<void> {
  for (let step = 0; step < drainSteps; step++) {
    const { status, body } = await world.command<{ items?: unknown[] }>('release.list')
    if (status === 200 && (body.items ?? []).length === 0) break
    // People come when it has gone on for some minutes by itself, and look again now and then.
    if (step >= 60 && step % 20 === 0) await lendAHand(world)
    await world.advance(step < 60 ? stepMs : drainStepMs)
  }
  // Whoever waits for nothing but time has it: pages, retries, the bus.
  await world.advance(10 * drainStepMs)
}

/** The shortest history that still fails, as far as so many tries find it: entries are left out one at a time. */
export async function shrink(history: History, tries: number, say: (text: string) => void): Promise<History> {
  let smallest = history
  let left = tries
  for (let place = history.entries.length - 1; place >= 0 && left > 0; place--, left--) {
    const candidate = { ...smallest, entries: smallest.entries.filter((_, index) => index !== place) }
    const { complaints } = await runHistory(candidate)
    say(`without entry ${place}: ${complaints.length === 0 ? 'holds' : 'still fails'}`)
    if (complaints.length > 0) smallest = candidate
  }
  return smallest
}
