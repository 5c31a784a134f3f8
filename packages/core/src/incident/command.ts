/** What the command API offers of incidents. */
import { close, merge, relate, requestCheck, resolve } from './end.ts'
import {
  acknowledge,
  assess,
  assign,
  declare,
  identifyCause,
  note,
  openWarRoom,
  setSeverity,
  stateImpact,
} from './person.ts'
import { get, list, timeline, verify } from './read.ts'
import { recordRemedy } from './remedy-record.ts'
import { communicate, draft } from './tell.ts'

export const incidentCommands = [
  declare,
  acknowledge,
  assign,
  setSeverity,
  stateImpact,
  openWarRoom,
  note,
  assess,
  identifyCause,
  recordRemedy,
  communicate,
  draft,
  requestCheck,
  resolve,
  close,
  merge,
  relate,
  get,
  list,
  timeline,
  verify,
] as const
