/**
 * Traffic by ECS's own canary, linear and blue/green deployments, held by pause hooks before each step and before the end.
 * Address: the service's ARN with its strategy. A version's location: a task definition. Weights: the strategy's steps,
 * upwards one by one; 0 takes the deployment back, after which the version must be prepared again. One deployment at a time.
 */
import {
  ContinueServiceDeploymentCommand,
  type DeploymentConfiguration,
  type DeploymentLifecycleHook,
  ECSClient,
  type Service,
  StopServiceDeploymentCommand,
  TagResourceCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import type { Traffic, TrafficState, TrafficTarget, TrafficVersion } from '../port/traffic.ts'
import * as refused from '../port/traffic-error.ts'
import { checkPossible, type EcsStrategy, nextWeightPercent, taskDefinitionOf } from './ecs-address.ts'
import { type EcsDeployment, EcsService, type NamedTask, taskTags } from './ecs-service.ts'
import { type ClientOf, call, callOrUnclear, deadline, perRegion } from './traffic-call.ts'
import { checkPromote, checkRetire, decideShift } from './traffic-decision.ts'
import { checkTagValue } from './traffic-tag.ts'

export { requiredActions } from './ecs-address.ts'

/** Before every step of the traffic, and once it is all there: nothing moves unless Houston lets it. */
const pauseStages = ['PRE_PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'] as const
/** The longest that ECS lets a deployment pause: 14 days. After it, ECS takes the deployment back. */
const pauseMinutes = 20_160
/** Tasks that fail to start before the version counts as broken; ECS's own circuit breaker is for rolling updates only. */
const failedTasksUntilBroken = 3

export class EcsTraffic implements Traffic {
  readonly #client: ClientOf<ECSClient>

  constructor(client: ClientOf<ECSClient>) {
    this.#client = client
  }

  async prepare(target: TrafficTarget, wanted: TrafficVersion): Promise<void> {
    const { service } = target
    const { version, digest } = wanted
    const ecs = new EcsService(target, this.#client)
    const { service: current, deployment, stableTask } = await ecs.view()
    const task = await this.#task(service, ecs, wanted)
    if (deployment !== undefined && deployment.version === version && deployment.taskArn !== task.arn)
      throw refused.versionDiffers(service, version, digest, deployment.taskArn)
    if (task.arn === stableTask && deployment === undefined) return
    if (deployment !== undefined && (deployment.taskArn !== task.arn || !deployment.forward))
      throw refused.targetBusy(service, `${deployment.version} is being deployed or taken back`)
    if (deployment === undefined) {
      // ECS does not say which pause holds a deployment: with others than Houston's, each could be let go for another.
      if (hasForeignPause(current)) throw refused.stateUnclear(service, 'the service has pause hooks of its own')
      await this.#start(service, ecs, current, task)
      throw refused.notReady(service, `ECS starts the tasks of ${version}`)
    }
    if (deployment.failedTasks >= failedTasksUntilBroken && deployment.weightPercent === 0) {
      await this.#takeBack(service, ecs, deployment)
      throw refused.versionInvalid(service, version, `${deployment.failedTasks} tasks failed to start`)
    }
    if (deployment.hookId === undefined && deployment.weightPercent === 0)
      throw refused.notReady(service, `ECS starts the tasks of ${version}`)
  }

  async shift(target: TrafficTarget, canaryVersion: string, weightPercent: number, expected?: TrafficState) {
    const { service } = target
    const ecs = new EcsService(target, this.#client)
    const { strategy } = ecs.address
    checkPossible(strategy, weightPercent)
    const { state, deployment } = await ecs.view()
    const own = deployment?.version === canaryVersion ? deployment : undefined
    const request = { service, canaryVersion, weightPercent, expected }
    const decision = decideShift(request, { state, prepared: own?.forward === true })
    // Always taken back, also at 0: a step that was just let go shows late, and would move the traffic afterwards.
    if (weightPercent === 0 && own !== undefined) return await this.#takeBack(service, ecs, own)
    if (decision === 'keep' || own === undefined) return
    if (weightPercent < own.weightPercent)
      throw refused.weightInexpressible(weightPercent, `ECS goes up only, from ${own.weightPercent} %, or back to 0`)
    await this.#step(service, ecs, own)
    const next = nextWeightPercent(strategy, own.weightPercent)
    if (next < weightPercent) throw refused.notReady(service, `${next} % is a step on the way to ${weightPercent} %`)
  }

  async read(target: TrafficTarget): Promise<TrafficState> {
    return (await new EcsService(target, this.#client).view()).state
  }

  /** The task definition of a version that runs. Past Houston it tells by its images, where they are named by digest: a tag may be another by then. */
  async artifactOf(target: TrafficTarget, version: string) {
    const ecs = new EcsService(target, this.#client)
    const { state, stableTask, deployment } = await ecs.view()
    const running = deployment?.version === version ? deployment.taskArn : stableTask
    if (state.stableVersion !== version && deployment?.version !== version) return undefined
    const task = await ecs.findTask(running)
    const digest = task?.digest ?? task?.imageDigest
    return task === undefined || digest === undefined ? undefined : { digest, location: task.arn }
  }

  async promote(target: TrafficTarget, version: string): Promise<void> {
    const { service } = target
    const ecs = new EcsService(target, this.#client)
    const { state, deployment } = await ecs.view()
    if (state.stableVersion === version && deployment === undefined) return
    const own = deployment?.version === version && deployment.forward ? deployment : undefined
    checkPromote(service, version, { state, prepared: own !== undefined })
    if (own?.hookId !== undefined) await this.#step(service, ecs, own)
    throw refused.notReady(service, `ECS makes ${version} the stable one, now at ${own?.weightPercent} %`)
  }

  async retire(target: TrafficTarget, version: string): Promise<void> {
    const ecs = new EcsService(target, this.#client)
    const { state, deployment } = await ecs.view()
    checkRetire(target.service, version, state)
    if (deployment?.version === version) await this.#takeBack(target.service, ecs, deployment)
  }

  /** The task definition of the version, with the name written on it: neither ever changes. */
  async #task(service: string, ecs: EcsService, wanted: TrafficVersion): Promise<NamedTask> {
    const { version, digest } = wanted
    const task = await ecs.findTask(taskDefinitionOf(service, wanted))
    if (task === undefined || task.retired)
      throw refused.versionInvalid(service, version, `there is no active task definition ${wanted.location}`)
    checkTagValue(service, version, version, digest)
    if (task.digest === undefined) {
      const tags = Object.entries({ [taskTags.version]: version, [taskTags.digest]: digest })
      const command = new TagResourceCommand({
        resourceArn: task.arn,
        tags: tags.map(([key, value]) => ({ key, value })),
      })
      await call(service, () => ecs.client.send(command, deadline()))
      return { ...task, version, digest }
    }
    if (task.version !== version)
      throw refused.versionInvalid(service, version, `its task definition is ${task.version} already`)
    if (task.digest !== digest) throw refused.versionDiffers(service, version, digest, task.digest)
    return task
  }

  async #start(service: string, { address, client }: EcsService, current: Service, task: NamedTask): Promise<void> {
    const command = new UpdateServiceCommand({
      cluster: address.cluster,
      service: address.service,
      taskDefinition: task.arn,
      deploymentConfiguration: configuration(address.strategy, current),
    })
    const impossible = ['InvalidParameterException', 'ServiceNotActiveException', 'UnsupportedFeatureException']
    await callOrUnclear(service, () => client.send(command, deadline()), ...impossible)
  }

  /** Lets the deployment go on from where it waits. The hook's id makes sure that it is one step and not two. */
  async #step(service: string, { client }: EcsService, own: EcsDeployment): Promise<void> {
    if (own.hookId === undefined) throw refused.notReady(service, `ECS is on its way at ${own.weightPercent} %`)
    const command = new ContinueServiceDeploymentCommand({
      serviceDeploymentArn: own.arn,
      hookId: own.hookId,
      action: 'CONTINUE',
    })
    await call(service, () => client.send(command, deadline()))
  }

  async #takeBack(service: string, { client }: EcsService, { arn }: EcsDeployment): Promise<void> {
    const command = new StopServiceDeploymentCommand({ serviceDeploymentArn: arn, stopType: 'ROLLBACK' })
    await call(service, () => client.send(command, deadline()))
  }
}

function hasForeignPause({ deploymentConfiguration }: Service): boolean {
  const stages: readonly string[] = pauseStages
  return (deploymentConfiguration?.lifecycleHooks ?? []).some(
    ({ targetType, lifecycleStages = [] }) =>
      targetType === 'PAUSE' &&
      !(lifecycleStages.length === 2 && lifecycleStages.every((stage) => stages.includes(stage))),
  )
}

/** The strategy in ECS's words, with Houston's pauses beside the hooks that the service has. */
function configuration(strategy: EcsStrategy, { deploymentConfiguration }: Service): DeploymentConfiguration {
  const pause: DeploymentLifecycleHook = {
    targetType: 'PAUSE',
    lifecycleStages: [...pauseStages],
    timeoutConfiguration: { timeoutInMinutes: pauseMinutes, action: 'ROLLBACK' },
  }
  const hooks = deploymentConfiguration?.lifecycleHooks ?? []
  const others = hooks.filter((hook) => hook.targetType !== 'PAUSE')
  const shared = { bakeTimeInMinutes: 0, lifecycleHooks: [...others, pause] }
  switch (strategy.strategy) {
    case 'canary': {
      const canaryConfiguration = { canaryPercent: strategy.percent, canaryBakeTimeInMinutes: 0 }
      return { ...shared, strategy: 'CANARY', canaryConfiguration }
    }
    case 'linear': {
      const linearConfiguration = { stepPercent: strategy.percent, stepBakeTimeInMinutes: 0 }
      return { ...shared, strategy: 'LINEAR', linearConfiguration }
    }
    case 'blue-green':
      return { ...shared, strategy: 'BLUE_GREEN' }
  }
}

/** The driver with a client for each region, from the environment's credentials. */
export const ecsTraffic = (): Traffic => new EcsTraffic(perRegion((region) => new ECSClient({ region })))
