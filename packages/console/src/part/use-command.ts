/** Gives a command that needs no question, and says what came of it. */
import { command } from '../graph/client.ts'
import { useSay } from './notice.tsx'

export function useCommand(onDone: () => void) {
  const say = useSay()
  return async (name: string, input: Readonly<Record<string, unknown>>, done: string): Promise<void> => {
    try {
      await command(name, input)
      say('success', done)
      onDone()
    } catch (error) {
      say('error', error instanceof Error ? error.message : String(error))
    }
  }
}
