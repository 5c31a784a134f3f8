/** A process that accepts events without end and delivers none, until it is killed: `node event-bus-kill.fixture.ts DATABASE`. */
import { openDatabase } from '../database.ts'
import { newEvent, testBus } from './fixture.ts'

const { bus } = testBus({ database: openDatabase(process.argv[2] ?? ''), answer: () => new Promise(() => {}) })
for (let n = 0; ; n++) {
  const [id] = await bus.put([newEvent({ n })])
  process.send?.(id)
}
