/** One ECS service with native deployments as documented: one at a time, stages, pause hooks, tasks that fail to start, late reads. */
import {
  ContinueServiceDeploymentCommand,
  type ContinueServiceDeploymentCommandInput,
  type DeploymentLifecycleHook,
  DescribeServiceDeploymentsCommand,
  type DescribeServiceDeploymentsCommandInput,
  DescribeServiceRevisionsCommand,
  type DescribeServiceRevisionsCommandInput,
  DescribeServicesCommand,
  type DescribeServicesCommandInput,
  DescribeTaskDefinitionCommand,
  type DescribeTaskDefinitionCommandInput,
  ECSClient,
  ListServiceDeploymentsCommand,
  type ListServiceDeploymentsCommandInput,
  StopServiceDeploymentCommand,
  type StopServiceDeploymentCommandInput,
  type Tag,
  TagResourceCommand,
  type TagResourceCommandInput,
  UpdateServiceCommand,
  type UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs'
import { mockClient } from 'aws-sdk-client-mock'
import { awsError, Eventual, FakeAws, given } from './fake-aws.ts'
import {
  described,
  type FakeDeployment,
  type FakeRevision,
  letGo,
  startDeployment,
  takeBack,
  walk,
} from './fake-ecs-deployment.ts'

const account = 'arn:aws:ecs:eu-west-1:123456789012'
export const serviceArn = `${account}:service/shop/checkout`
export const taskArn = (name: string): string => `${account}:task-definition/${name}`

interface Task {
  readonly starts: boolean
  readonly images?: readonly string[]
  tags: readonly Tag[]
}

export class FakeEcs extends FakeAws {
  readonly client = new ECSClient({ region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 's' } })
  /** How long tasks take to start, and each other stage to end. */
  scaleMs = 10_000
  stageMs = 5_000
  readonly #tasks = new Map<string, Task>()
  readonly #revisions: FakeRevision[] = []
  readonly #deployments: FakeDeployment[] = []
  readonly #shown: Eventual<readonly ReturnType<typeof described>[]>
  #taskDefinition: string
  hooks: readonly DeploymentLifecycleHook[] = []

  constructor(stable: string, ...rest: ConstructorParameters<typeof FakeAws>) {
    super(...rest)
    this.#taskDefinition = taskArn(stable)
    this.#shown = new Eventual<readonly ReturnType<typeof described>[]>(this.clock, [])
    const mock = this.kept(mockClient(this.client))
    const on = <Input, Output>(name: string, act: (input: Input) => Output) =>
      this.operation(name, (input: Input) => {
        this.#walk()
        const output = act(input)
        this.#show()
        return output
      })
    mock
      .on(DescribeServicesCommand)
      .callsFake(on('DescribeServices', (input: DescribeServicesCommandInput) => this.#services(input)))
    mock
      .on(ListServiceDeploymentsCommand)
      .callsFake(on('ListServiceDeployments', (input: ListServiceDeploymentsCommandInput) => this.#list(input)))
    mock
      .on(DescribeServiceDeploymentsCommand)
      .callsFake(
        on('DescribeServiceDeployments', (input: DescribeServiceDeploymentsCommandInput) => this.#describe(input)),
      )
    mock
      .on(DescribeServiceRevisionsCommand)
      .callsFake(
        on('DescribeServiceRevisions', (input: DescribeServiceRevisionsCommandInput) => this.#describeRevisions(input)),
      )
    mock
      .on(DescribeTaskDefinitionCommand)
      .callsFake(on('DescribeTaskDefinition', (input: DescribeTaskDefinitionCommandInput) => this.#describeTask(input)))
    mock.on(TagResourceCommand).callsFake(on('TagResource', (input: TagResourceCommandInput) => this.#tag(input)))
    mock
      .on(UpdateServiceCommand)
      .callsFake(on('UpdateService', (input: UpdateServiceCommandInput) => this.#update(input)))
    mock
      .on(ContinueServiceDeploymentCommand)
      .callsFake(
        on('ContinueServiceDeployment', (input: ContinueServiceDeploymentCommandInput) => this.#continue(input)),
      )
    mock
      .on(StopServiceDeploymentCommand)
      .callsFake(on('StopServiceDeployment', (input: StopServiceDeploymentCommandInput) => this.#stop(input)))
  }

  addTask(name: string, starts = true, tags: readonly Tag[] = [], images?: readonly string[]): void {
    this.#tasks.set(taskArn(name), { starts, tags, ...(images !== undefined && { images }) })
  }

  get deployments(): readonly FakeDeployment[] {
    this.#walk()
    return this.#deployments
  }

  /** Somebody lets the deployment go on by hand. */
  continueByHand(): void {
    this.#walk()
    const last = this.#deployments.at(-1)
    if (last?.hookId !== undefined) letGo(last, last.hookId, this.clock.nowMs(), this.stageMs)
    this.#show()
  }

  /** Late reads show what it was a while ago: lets the service get to where it is now, for them to see. */
  pass(): void {
    this.#walk()
    this.#show()
  }

  servedPercent(name: string): number {
    const last = this.deployments.at(-1)
    const canary = last?.status === 'IN_PROGRESS' || last?.status === 'ROLLBACK_REQUESTED' ? last : undefined
    if (canary?.target.taskDefinition === taskArn(name)) return canary.weightPercent
    const stable = canary?.source.taskDefinition ?? this.#taskDefinition
    return stable === taskArn(name) ? 100 - (canary?.weightPercent ?? 0) : 0
  }

  #walk(): void {
    for (const deployment of this.#deployments) {
      const task = this.#tasks.get(deployment.target.taskDefinition)
      if (task?.starts === false && deployment.status === 'IN_PROGRESS') continue
      walk(deployment, this.clock.nowMs())
      const last = deployment === this.#deployments.at(-1)
      if (last && deployment.status === 'ROLLBACK_SUCCESSFUL') this.#taskDefinition = deployment.source.taskDefinition
    }
  }

  #show(): void {
    this.#shown.latest = this.#deployments.map(described)
  }

  #services({ cluster, services }: DescribeServicesCommandInput) {
    if (cluster !== 'shop') throw awsError('ClusterNotFoundException', 'Cluster not found.')
    if (services?.[0] !== 'checkout') return { services: [], failures: [{ reason: 'MISSING' }] }
    const last = this.#deployments.at(-1)
    const broken = last !== undefined && this.#tasks.get(last.target.taskDefinition)?.starts === false
    const failedTasks = broken ? Math.floor((this.clock.nowMs() - last.createdAtMs) / this.stageMs) : 0
    const deployments = last === undefined ? [] : [{ taskDefinition: last.target.taskDefinition, failedTasks }]
    const deploymentConfiguration = { lifecycleHooks: [...this.hooks] }
    const service = { serviceArn, status: 'ACTIVE', taskDefinition: this.#taskDefinition, deployments }
    return { services: [{ ...service, deploymentConfiguration }] }
  }

  /** Oldest first and a page each, as nothing is documented about the order. */
  #list({ nextToken, maxResults }: ListServiceDeploymentsCommandInput) {
    if ((maxResults ?? 20) > 100) throw awsError('InvalidParameterException', 'maxResults must be 1 to 100')
    const shown = this.#shown.before(this.faults.staleMs)
    const start = Number(nextToken ?? 0)
    const page = shown.slice(start, start + 50)
    return {
      serviceDeployments: page.map(({ serviceDeploymentArn, createdAt, status }) => ({
        serviceDeploymentArn,
        createdAt,
        status,
      })),
      ...(start + 50 < shown.length && { nextToken: String(start + 50) }),
    }
  }

  #describe({ serviceDeploymentArns }: DescribeServiceDeploymentsCommandInput) {
    const wanted = given(serviceDeploymentArns, 'serviceDeploymentArns')
    const shown = this.#shown.before(this.faults.staleMs)
    return { serviceDeployments: shown.filter((one) => wanted.includes(one.serviceDeploymentArn ?? '')) }
  }

  #describeRevisions({ serviceRevisionArns }: DescribeServiceRevisionsCommandInput) {
    const found = this.#revisions.filter(({ arn }) => serviceRevisionArns?.includes(arn))
    return { serviceRevisions: found.map(({ arn, taskDefinition }) => ({ serviceRevisionArn: arn, taskDefinition })) }
  }

  #describeTask({ taskDefinition = '' }: DescribeTaskDefinitionCommandInput) {
    const arn = taskDefinition.startsWith('arn:') ? taskDefinition : taskArn(taskDefinition)
    const task = this.#tasks.get(arn)
    if (task === undefined) throw awsError('ClientException', 'Unable to describe task definition.')
    const containerDefinitions = (task.images ?? ['checkout:latest']).map((image) => ({ image }))
    return { taskDefinition: { taskDefinitionArn: arn, status: 'ACTIVE', containerDefinitions }, tags: task.tags }
  }

  #tag({ resourceArn, tags }: TagResourceCommandInput): object {
    const task = this.#tasks.get(given(resourceArn, 'resourceArn'))
    if (task === undefined) throw awsError('ResourceNotFoundException', 'The specified resource was not found.')
    const keys = new Set(tags?.map(({ key }) => key))
    task.tags = [...task.tags.filter(({ key }) => !keys.has(key)), ...given(tags, 'tags')]
    return {}
  }

  /** What changes nothing starts no deployment. */
  #update({ taskDefinition, deploymentConfiguration }: UpdateServiceCommandInput): object {
    const wanted = given(taskDefinition, 'taskDefinition')
    if (wanted === this.#taskDefinition) return {}
    const number = this.#deployments.length + 1
    const source = this.#revision(this.#taskDefinition, `${number}-source`)
    const target = this.#revision(wanted, `${number}-target`)
    const arn = `${account}:service-deployment/shop/checkout/${number}`
    const begun = { arn, source, target, configuration: given(deploymentConfiguration, 'deploymentConfiguration') }
    this.#deployments.push(startDeployment(begun, this.clock.nowMs(), this.scaleMs))
    this.#taskDefinition = wanted
    return {}
  }

  #revision(taskDefinition: string, name: string): FakeRevision {
    const revision = { arn: `${account}:service-revision/shop/checkout/${name}`, taskDefinition }
    this.#revisions.push(revision)
    return revision
  }

  #continue({ serviceDeploymentArn, hookId }: ContinueServiceDeploymentCommandInput): object {
    const done = letGo(this.#find(serviceDeploymentArn), hookId ?? '', this.clock.nowMs(), this.stageMs)
    if (!done) throw awsError('ClientException', 'The hook is not awaiting an action.')
    return {}
  }

  #stop({ serviceDeploymentArn, stopType }: StopServiceDeploymentCommandInput): object {
    if (stopType !== 'ROLLBACK') throw awsError('InvalidParameterException', 'Only ROLLBACK is available.')
    const done = takeBack(this.#find(serviceDeploymentArn), this.clock.nowMs(), this.stageMs)
    if (!done) throw awsError('ConflictException', 'The deployment has ended.')
    return {}
  }

  #find(arn: string | undefined): FakeDeployment {
    const found = this.#deployments.find((one) => one.arn === arn)
    if (found === undefined)
      throw awsError('ServiceDeploymentNotFoundException', 'The service deployment was not found.')
    return found
  }
}
