/** Gates that ship: the ones every service needs, and others' under the names people know where they mean the same. */
import { type Gate, type GateInput, gateSchema } from './gate.ts'

/** Waves of a quarter of an hour and more: a fivefold harm is excluded first wherever the traffic can show it. */
const strict = { mustExclude: { ratio: 5, missRate: 0.001 } }

const errors = { id: 'errors', ceiling: 0.001 } as const

const inputs = {
  /**
   * Error rate below 0.1 %, p99 below 200 ms, availability above 99.9 %, throughput as the stable fleet's. Traffic is dealt out by
   * weight, so throughput is the share of requests that are served; it is reported where the pipeline says how it is read, and a canary
   * that serves nothing is harm anyway.
   */
  health: {
    name: 'health',
    metrics: [
      { ...errors, title: 'errors' },
      { id: 'slow', title: 'requests over 200 ms', ceiling: 0.01, minimumHarm: 0.001 },
      { id: 'unavailable', title: 'unavailable answers', ceiling: 0.001 },
      { id: 'served', title: 'requests served', harmIs: 'down', minimumHarm: 0.01, margin: 0.25, weight: 'advisory' },
    ],
    worstCase: strict,
  },
  /** Conversion and revenue must not fall; satisfaction and adoption are reported. */
  business: {
    name: 'business',
    metrics: [
      { id: 'orders', title: 'orders per request', harmIs: 'down', minimumHarm: 0.001, margin: 0.25 },
      {
        id: 'revenue',
        title: 'revenue per request',
        kind: 'mean',
        harmIs: 'down',
        minimumHarm: 0,
        margin: 0.25,
        weight: 'advisory',
      },
      {
        id: 'satisfaction',
        title: 'satisfaction score',
        kind: 'bounded',
        harmIs: 'down',
        minimumHarm: 0.01,
        weight: 'advisory',
      },
      { id: 'adoption', title: 'feature adoption', harmIs: 'down', minimumHarm: 0.001, weight: 'advisory' },
    ],
  },
  /** Failed sign-ins, refused access, suspicious requests; any compliance finding is a signal. */
  security: {
    name: 'security',
    metrics: [
      { id: 'auth-failures', title: 'failed sign-ins', minimumHarm: 0.0005 },
      { id: 'access-denied', title: 'refused access', minimumHarm: 0.0005 },
      { id: 'suspicious', title: 'suspicious requests' },
      { id: 'compliance', title: 'compliance findings', guardrail: { anyEvents: 1 } },
    ],
  },
  /** Errors alone, moving on what is affordable: for small services and first steps. */
  errors: { name: 'errors', metrics: [{ id: 'errors', title: 'errors' }] },
  /** Flagger's two built-in checks, request-success-rate ≥ 99 % and request-duration p99 ≤ 500 ms. */
  'flagger-builtin': {
    name: 'flagger-builtin',
    metrics: [
      { id: 'request-success-rate', title: 'failed requests', ceiling: 0.01 },
      { id: 'request-duration', title: 'requests over 500 ms', ceiling: 0.01, minimumHarm: 0.001 },
    ],
  },
  /** Argo Rollouts' example analysis, success-rate ≥ 95 %. */
  'argo-success-rate': {
    name: 'argo-success-rate',
    metrics: [{ id: 'success-rate', title: 'failed requests', ceiling: 0.05 }],
  },
  /** What a CodeDeploy deployment's usual alarm watches: the new version's errors among its invocations. */
  'codedeploy-lambda-errors': {
    name: 'codedeploy-lambda-errors',
    metrics: [{ id: 'errors', title: 'failed invocations', ceiling: 0.01 }],
  },
} as const satisfies Record<string, GateInput>

export type PresetName = keyof typeof inputs

const parsed = new Map<string, Gate>()

function presetOf(name: string, input: GateInput): Gate {
  const gate = parsed.get(name) ?? gateSchema.parse(input)
  parsed.set(name, gate)
  return gate
}

/** Each is checked when it is first looked at: a function starts without the work of all of them. */
export const presets = Object.defineProperties(
  {},
  Object.fromEntries(
    Object.entries<GateInput>(inputs).map(([name, input]) => [
      name,
      { enumerable: true, get: () => presetOf(name, input) },
    ]),
  ),
) as Readonly<Record<PresetName, Gate>>
