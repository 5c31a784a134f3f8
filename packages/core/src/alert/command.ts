/** What the command API offers of alerts. */
import { chart } from './find-charts.ts'
import { explain, list, why } from './person.ts'
import { history, judge, weekly } from './report.ts'
import { listRules, preview, recordAlarms, recordInhibition, recordMapping, recordRoute, removeRule } from './rule.ts'

export const alertCommands = [
  ...[list, why, explain, chart, judge, weekly, history],
  ...[recordInhibition, recordRoute, recordMapping, recordAlarms, removeRule, listRules, preview],
] as const
