/** One ECS service deployment as it walks through its stages on a clock, held by pause hooks, and taken back at any time. */
import type { DeploymentConfiguration, ServiceDeployment, ServiceDeploymentLifecycleStage } from '@aws-sdk/client-ecs'

type PausedStage = 'PRE_PRODUCTION_TRAFFIC_SHIFT' | 'POST_PRODUCTION_TRAFFIC_SHIFT'

export interface FakeRevision {
  readonly arn: string
  readonly taskDefinition: string
}

export interface FakeDeployment {
  readonly arn: string
  readonly createdAtMs: number
  readonly source: FakeRevision
  readonly target: FakeRevision
  readonly configuration: DeploymentConfiguration
  status: 'IN_PROGRESS' | 'ROLLBACK_REQUESTED' | 'ROLLBACK_SUCCESSFUL' | 'SUCCESSFUL'
  stage: 'SCALE_UP' | 'CLEAN_UP' | 'PRODUCTION_TRAFFIC_SHIFT' | PausedStage
  weightPercent: number
  hookId?: string
  /** When the stage under way is over. */
  untilMs: number
  hooks: number
}

export function startDeployment(
  given: Pick<FakeDeployment, 'arn' | 'source' | 'target' | 'configuration'>,
  nowMs: number,
  scaleMs: number,
): FakeDeployment {
  const untilMs = nowMs + scaleMs
  const begun = { status: 'IN_PROGRESS', stage: 'SCALE_UP', weightPercent: 0, hooks: 0 } as const
  return { ...given, ...begun, createdAtMs: nowMs, untilMs }
}

/** Takes the deployment to where it is by now. */
export function walk(deployment: FakeDeployment, nowMs: number): void {
  while (nowMs >= deployment.untilMs && deployment.untilMs !== Number.POSITIVE_INFINITY) finishStage(deployment)
}

function finishStage(deployment: FakeDeployment): void {
  if (deployment.status === 'ROLLBACK_REQUESTED') {
    deployment.status = 'ROLLBACK_SUCCESSFUL'
    deployment.weightPercent = 0
    deployment.untilMs = Number.POSITIVE_INFINITY
    return
  }
  switch (deployment.stage) {
    case 'SCALE_UP':
      enter(deployment, 'PRE_PRODUCTION_TRAFFIC_SHIFT')
      break
    case 'PRODUCTION_TRAFFIC_SHIFT':
      deployment.weightPercent = nextWeight(deployment)
      enter(
        deployment,
        deployment.weightPercent < 100 ? 'PRE_PRODUCTION_TRAFFIC_SHIFT' : 'POST_PRODUCTION_TRAFFIC_SHIFT',
      )
      break
    default:
      deployment.status = 'SUCCESSFUL'
      deployment.untilMs = Number.POSITIVE_INFINITY
  }
}

/** A stage with a pause hook waits for somebody. */
function enter(deployment: FakeDeployment, stage: PausedStage): void {
  deployment.stage = stage
  const hooks = deployment.configuration.lifecycleHooks ?? []
  const paused = hooks.some((hook) => hook.targetType === 'PAUSE' && hook.lifecycleStages?.includes(stage) === true)
  if (!paused) throw new Error('this fake only walks through deployments that Houston can hold')
  deployment.hookId = `ecs-pause-${++deployment.hooks}`
  deployment.untilMs = Number.POSITIVE_INFINITY
}

/** Lets go of the hook; false where no such hook waits. */
export function letGo(deployment: FakeDeployment, hookId: string, nowMs: number, stageMs: number): boolean {
  if (deployment.status !== 'IN_PROGRESS' || deployment.hookId !== hookId) return false
  delete deployment.hookId
  deployment.stage = deployment.weightPercent < 100 ? 'PRODUCTION_TRAFFIC_SHIFT' : 'CLEAN_UP'
  deployment.untilMs = nowMs + stageMs
  return true
}

/** False where it has ended. A second request goes on with the first. */
export function takeBack(deployment: FakeDeployment, nowMs: number, stageMs: number): boolean {
  if (deployment.status === 'ROLLBACK_REQUESTED') return true
  if (deployment.status !== 'IN_PROGRESS') return false
  deployment.status = 'ROLLBACK_REQUESTED'
  delete deployment.hookId
  deployment.untilMs = nowMs + stageMs
  return true
}

function nextWeight({ configuration, weightPercent }: FakeDeployment): number {
  const { strategy, canaryConfiguration, linearConfiguration } = configuration
  const canaryPercent = canaryConfiguration?.canaryPercent ?? 5
  if (strategy === 'CANARY' && weightPercent < canaryPercent) return canaryPercent
  return strategy === 'LINEAR' ? Math.min(100, weightPercent + (linearConfiguration?.stepPercent ?? 10)) : 100
}

/** The SDK knows no stage of its own for the pause before a step. */
function shownStage({ stage, weightPercent }: FakeDeployment): ServiceDeploymentLifecycleStage {
  if (stage !== 'PRE_PRODUCTION_TRAFFIC_SHIFT') return stage
  return weightPercent === 0 ? 'POST_TEST_TRAFFIC_SHIFT' : 'PRODUCTION_TRAFFIC_SHIFT'
}

/** As DescribeServiceDeployments tells it. */
export function described(deployment: FakeDeployment): ServiceDeployment {
  const { arn, source, target, configuration, status, stage, weightPercent, hookId } = deployment
  const early = stage === 'SCALE_UP'
  return {
    serviceDeploymentArn: arn,
    createdAt: new Date(deployment.createdAtMs),
    status,
    lifecycleStage: shownStage(deployment),
    deploymentConfiguration: configuration,
    sourceServiceRevisions: [{ arn: source.arn }],
    targetServiceRevision: { arn: target.arn, ...(!early && { requestedProductionTrafficWeight: weightPercent }) },
    lifecycleHookDetails: hookId === undefined ? [] : [{ hookId, targetType: 'PAUSE', status: 'AWAITING_ACTION' }],
    ...(status === 'ROLLBACK_SUCCESSFUL' && { rollback: { serviceRevisionArn: source.arn } }),
  }
}
