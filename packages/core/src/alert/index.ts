/** Alerts: from whatever a source sends to what people are told, and why. */
export { type AlarmAdvice, type AlarmReport, type Episode, reportAlarms, weeklyAdvice } from './analytics.ts'
export { alarmsOf, type CatalogueAction, type CatalogueAlarm, catalogue, type ServiceBaselines } from './catalogue.ts'
export { type CloudWatchAlarm, cloudWatchAlarms } from './catalogue-cloudwatch.ts'
export { prometheusRules } from './catalogue-prometheus.ts'
export type { ChartSeries, GroupChart } from './chart.ts'
export { alertCommands } from './command.ts'
export {
  alarmSpecSchema,
  inhibitionSpecSchema,
  mappingSpecSchema,
  routeOf,
  routeSpecSchema,
} from './document.ts'
export { type Enrichment, type PastGroup, type ServiceFacts, type SimilarGroup, similarGroups } from './enrich.ts'
export { alertRaised, alertResolved } from './event.ts'
export { describeRouted, type RouteExplanation } from './explain-route.ts'
export { type Fingerprint, fingerprintOf, isFingerprint } from './fingerprint.ts'
export {
  decideNotice,
  emptyNoticeLog,
  type NoticeDecision,
  type NoticeKind,
  type NoticeLog,
  noticeLogSchema,
  recordNotice,
} from './flap.ts'
export { type History, historySchema, type Merged, merge, type Standing, standingOf } from './history.ts'
export { type Inhibition, type InhibitionRule, Inhibitor, inhibitionRuleSchema } from './inhibition.ts'
export {
  type AlertRecord,
  type IntakeFacts,
  intake,
  type Outcome,
  reconsider,
  takeIn,
  takeInSignal,
  type Work,
} from './intake.ts'
export { type Mapping, mappingSchema, previewMapping } from './mapping.ts'
export { type Delivery, type DeliveryKind, deliveryKinds, normalise } from './normalise.ts'
export { isSignedByPagerDuty } from './pagerduty.ts'
export { type AlertItem, alertUnknown } from './record.ts'
export { rootName } from './root-route.ts'
export { type CompiledRoute, compileRoute, type Route, type Routed, routeAlert, routeSchema } from './routing.ts'
export {
  decideSeverity,
  type Impact,
  type SeverityDecision,
  severityRules,
} from './severity.ts'
export { type Normalised, type Signal, signalSchema } from './signal.ts'
export { isAmazonUrl, type SnsMessage, snsMessageSchema, verifySns } from './sns-message.ts'
export * as Alert from './surface.ts'
export { explainWork } from './why.ts'
export { readWorld } from './world.ts'
