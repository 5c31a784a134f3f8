/** Several regions in one story: a scripted router each, on the story's clock, and a pipeline of stages over them. */
import type { Houston } from './houston.ts'
import { oneWave, pipelineInput } from './pipeline.ts'
import { ScriptedRouter } from './scripted-router.ts'

export interface Regions {
  readonly routers: Readonly<Record<string, ScriptedRouter>>
  stop(): Promise<void>
}

/** A router per name, each running v1 of the service. */
export async function startRegions(houston: Houston, names: readonly string[], service = 'checkout'): Promise<Regions> {
  const routers: Record<string, ScriptedRouter> = {}
  for (const name of names) {
    const router = await ScriptedRouter.start()
    router.nowMs = () => houston.nowMs
    router.token = houston.runtime.secrets.routerToken
    router.addService(service)
    routers[name] = router
  }
  return { routers, stop: () => stopAll(Object.values(routers)) }
}

async function stopAll(routers: readonly ScriptedRouter[]): Promise<void> {
  for (const router of routers) await router.stop()
}

export interface StageChoice {
  readonly name: string
  /** Groups of names of routers. */
  readonly regions: readonly (readonly string[])[]
  readonly [field: string]: unknown
}

/** The pipeline of a service with these stages, each region at its router. */
export function stagedPipeline({ routers }: Regions, stages: readonly StageChoice[], service = 'checkout') {
  const { target: _, metrics, ...shared } = pipelineInput('http://127.0.0.1:1', { service, waves: oneWave })
  const at = (region: string) => ({
    region,
    address: routers[region]?.url ?? '',
    metrics: { ...metrics, address: `${routers[region]?.url ?? ''}/metrics` },
  })
  const declared = stages.map(({ regions, ...stage }) => ({
    target: { driver: 'router', address: 'http://127.0.0.1:1' },
    regions: regions.map((group) => group.map(at)),
    ...stage,
  }))
  return { ...shared, metrics, stages: declared }
}

/** Declares the service and its pipeline. */
export async function declareStages(houston: Houston, regions: Regions, stages: readonly StageChoice[]): Promise<void> {
  await houston.accepted('service.record', { name: 'checkout', owner: 'payments', tier: 1 })
  await houston.accepted('pipeline.record', stagedPipeline(regions, stages))
}
