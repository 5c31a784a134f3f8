/** What the command API offers of on-call. */
import { addOverride, addTemporary, removeOverride } from './change-operation.ts'
import { makeFeed } from './feed.ts'
import { changes, gaps, history, render, who } from './question.ts'
import { recordRotation, recordSchedule } from './record.ts'
import { answerSwap, listSwaps, requestSwap } from './swap-operation.ts'

export const oncallCommands = [
  recordRotation,
  recordSchedule,
  who,
  changes,
  render,
  gaps,
  history,
  addOverride,
  removeOverride,
  addTemporary,
  requestSwap,
  answerSwap,
  listSwaps,
  makeFeed,
] as const
