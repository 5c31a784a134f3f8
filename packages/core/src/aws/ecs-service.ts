/** What ECS says of a service: its stable version, the deployment under way, and where that one waits. */
import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  ListServiceDeploymentsCommand,
  type Service,
  type ServiceDeployment,
  type ServiceDeploymentBrief,
} from '@aws-sdk/client-ecs'
import type { TrafficState, TrafficTarget } from '../port/traffic.ts'
import * as refused from '../port/traffic-error.ts'
import { digestOfImages, type EcsAddress, ecsAddress, unnamedTaskDefinition } from './ecs-address.ts'
import { type ClientOf, call, deadline, isAwsError } from './traffic-call.ts'

export const taskTags = { version: 'houston:version', digest: 'houston:digest' } as const

const active: readonly string[] = [
  'PENDING',
  'IN_PROGRESS',
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
]
/** Where the new revision may not have had production traffic yet, and ECS may leave the weight out. */
const stagesBeforeTraffic: readonly (string | undefined)[] = [
  undefined,
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
]
/** ECS keeps 90 days of deployments; a page has 100. */
const pagesPerListing = 20

export interface NamedTask {
  readonly arn: string
  readonly version: string
  readonly digest?: string
  /** What its images come to, where every one of them is named by its digest. */
  readonly imageDigest?: string
  readonly retired: boolean
}

export interface EcsDeployment {
  readonly arn: string
  readonly version: string
  readonly taskArn: string
  readonly weightPercent: number
  /** False once it is being taken back. */
  readonly forward: boolean
  /** The pause that holds it, to be continued by this id. */
  readonly hookId?: string
  readonly failedTasks: number
}

export interface EcsView {
  readonly service: Service
  readonly state: TrafficState
  readonly stableTask: string
  readonly deployment?: EcsDeployment
}

export class EcsService {
  readonly address: EcsAddress
  readonly client: ECSClient
  readonly #target: TrafficTarget

  constructor(target: TrafficTarget, client: ClientOf<ECSClient>) {
    this.address = ecsAddress(target)
    this.client = client(this.address.region)
    this.#target = target
  }

  async view(): Promise<EcsView> {
    const service = await this.#service()
    const latest = await this.#latest()
    if (latest === undefined || !active.includes(latest.status ?? '')) {
      const stable = await this.#task(await this.#settledTask(service, latest))
      return { service, stableTask: stable.arn, state: { stableVersion: stable.version, canaryWeightPercent: 0 } }
    }
    const [source, ...more] = latest.sourceServiceRevisions ?? []
    if (source?.arn === undefined || more.length > 0)
      throw this.#unclear('several revisions are being replaced at once')
    const stable = await this.#task(await this.#taskOf(source.arn))
    const deployment = await this.#deployment(service, latest)
    const { version: canaryVersion, weightPercent: canaryWeightPercent } = deployment
    const canary = canaryWeightPercent > 0 ? { canaryVersion } : {}
    const state = { stableVersion: stable.version, ...canary, canaryWeightPercent }
    return { service, stableTask: stable.arn, state, deployment }
  }

  /** The task definition with the name it was given; undefined where there is none. */
  async findTask(taskDefinition: string): Promise<NamedTask | undefined> {
    const command = new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] })
    try {
      const { taskDefinition: found, tags = [] } = await this.#call(
        () => this.client.send(command, deadline()),
        'ClientException',
      )
      const arn = found?.taskDefinitionArn
      if (arn === undefined) return undefined
      const tag = (key: string) => tags.find((one) => one.key === key)?.value
      const [version, digest] = [tag(taskTags.version), tag(taskTags.digest)]
      const retired = found?.status !== 'ACTIVE'
      const imageDigest = digestOfImages(found?.containerDefinitions?.map(({ image = '' }) => image) ?? [])
      return {
        arn,
        version: version ?? unnamedTaskDefinition(arn),
        retired,
        ...(digest !== undefined && { digest }),
        ...(imageDigest !== undefined && { imageDigest }),
      }
    } catch (error) {
      if (isAwsError(error, 'ClientException')) return undefined
      throw error
    }
  }

  async #deployment(service: Service, latest: ServiceDeployment): Promise<EcsDeployment> {
    const { serviceDeploymentArn, targetServiceRevision, lifecycleStage: stage, status } = latest
    if (serviceDeploymentArn === undefined || targetServiceRevision?.arn === undefined)
      throw this.#unclear('ECS does not say what is being deployed')
    if (latest.deploymentConfiguration?.strategy === 'ROLLING')
      throw this.#unclear('a rolling deployment is under way, whose shares nobody sets')
    const asked = targetServiceRevision.requestedProductionTrafficWeight
    if (asked === undefined && !stagesBeforeTraffic.includes(stage)) throw this.#unclear('ECS tells no traffic weight')
    const task = await this.#task(await this.#taskOf(targetServiceRevision.arn))
    const waiting = latest.lifecycleHookDetails?.find(
      (hook) => hook.targetType === 'PAUSE' && hook.status === 'AWAITING_ACTION',
    )
    const own = service.deployments?.find(({ taskDefinition }) => taskDefinition === task.arn)
    return {
      arn: serviceDeploymentArn,
      version: task.version,
      taskArn: task.arn,
      weightPercent: asked ?? 0,
      forward: status === 'PENDING' || status === 'IN_PROGRESS',
      failedTasks: own?.failedTasks ?? 0,
      ...(waiting?.hookId !== undefined && { hookId: waiting.hookId }),
    }
  }

  /** What serves when no deployment is under way: what the last one ended with. */
  async #settledTask(service: Service, latest: ServiceDeployment | undefined): Promise<string> {
    const { status, targetServiceRevision, rollback, sourceServiceRevisions } = latest ?? {}
    const revision =
      status === 'SUCCESSFUL'
        ? targetServiceRevision?.arn
        : status === 'ROLLBACK_SUCCESSFUL'
          ? (rollback?.serviceRevisionArn ?? sourceServiceRevisions?.[0]?.arn)
          : undefined
    if (revision !== undefined) return await this.#taskOf(revision)
    if (latest !== undefined) throw this.#unclear(`the last deployment ended as ${status}`)
    if (service.taskDefinition === undefined) throw this.#unclear('the service has no task definition')
    return service.taskDefinition
  }

  async #service(): Promise<Service> {
    const { cluster, service } = this.address
    const names = ['ClusterNotFoundException', 'ServiceNotFoundException']
    const command = new DescribeServicesCommand({ cluster, services: [service] })
    const unknown = () => refused.targetUnknown(this.#target.service, this.#target.address)
    try {
      const { services } = await this.#call(() => this.client.send(command, deadline()), ...names)
      const [found] = services ?? []
      if (found === undefined || found.status === 'INACTIVE') throw unknown()
      return found
    } catch (error) {
      if (isAwsError(error, ...names)) throw unknown()
      throw error
    }
  }

  async #latest(): Promise<ServiceDeployment | undefined> {
    const { cluster, service } = this.address
    const briefs: ServiceDeploymentBrief[] = []
    let nextToken: string | undefined
    for (let page = 0; page === 0 || nextToken !== undefined; page++) {
      if (page === pagesPerListing) throw this.#unclear('the service has more deployments than can be read')
      const command = new ListServiceDeploymentsCommand({ cluster, service, maxResults: 100, nextToken })
      const listed = await this.#call(() => this.client.send(command, deadline()))
      briefs.push(...(listed.serviceDeployments ?? []))
      nextToken = listed.nextToken
    }
    const byAge = briefs.toSorted((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0))
    const [newest] = byAge
    if (newest?.serviceDeploymentArn === undefined) return undefined
    const command = new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [newest.serviceDeploymentArn] })
    const { serviceDeployments } = await this.#call(() => this.client.send(command, deadline()))
    const [found] = serviceDeployments ?? []
    if (found === undefined)
      throw refused.targetUnreachable(this.#target.service, 'ECS does not show its newest deployment')
    return found
  }

  async #taskOf(revisionArn: string): Promise<string> {
    const command = new DescribeServiceRevisionsCommand({ serviceRevisionArns: [revisionArn] })
    const { serviceRevisions } = await this.#call(() => this.client.send(command, deadline()))
    const task = serviceRevisions?.[0]?.taskDefinition
    if (task === undefined) throw refused.targetUnreachable(this.#target.service, `ECS does not show ${revisionArn}`)
    return task
  }

  async #task(taskDefinition: string): Promise<NamedTask> {
    const task = await this.findTask(taskDefinition)
    if (task === undefined) throw this.#unclear(`the task definition ${taskDefinition} has gone`)
    return task
  }

  #call<T>(send: () => Promise<T>, ...expected: readonly string[]): Promise<T> {
    return call(this.#target.service, send, ...expected)
  }

  #unclear(detail: string): Error {
    return refused.stateUnclear(this.#target.service, detail)
  }
}
