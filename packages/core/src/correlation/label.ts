/** Labels that name shared infrastructure: what fails together without calling each other. */
import type { Labels } from '../silence/index.ts'

export interface InfrastructureKind {
  /** How strongly two alerts that share a value belong together, 0 to 1. */
  readonly strength: number
  /** The share of services that would show a given value by chance, before any was seen. */
  readonly chance: number
  /** Fewer services than this that alert there are no sign that the place failed. */
  readonly fewest: number
}

const machine: InfrastructureKind = { strength: 0.8, chance: 0.05, fewest: 2 }
const shared: InfrastructureKind = { strength: 0.6, chance: 0.1, fewest: 2 }
const zone: InfrastructureKind = { strength: 0.3, chance: 0.34, fewest: 5 }

/** By label name, in lower case and without separators. A region is too large to say anything. */
const kinds: Readonly<Record<string, InfrastructureKind>> = {
  host: machine,
  hostname: machine,
  node: machine,
  machine,
  instanceid: machine,
  rack: machine,
  volume: machine,
  volumeid: machine,
  database: shared,
  db: shared,
  dbinstanceidentifier: shared,
  queue: shared,
  broker: shared,
  cachecluster: shared,
  loadbalancer: shared,
  natgateway: shared,
  cell: shared,
  cluster: { strength: 0.35, chance: 0.25, fewest: 4 },
  az: zone,
  zone,
  availabilityzone: zone,
}

/** Where a name is learned once, it need not be taken apart again. */
const byLabel = new Map<string, InfrastructureKind | undefined>()

export function infrastructureKind(label: string): InfrastructureKind | undefined {
  if (byLabel.has(label)) return byLabel.get(label)
  const kind = kinds[label.toLowerCase().replace(/[^a-z]/g, '')]
  if (byLabel.size < 10_000) byLabel.set(label, kind)
  return kind
}

/** `host=h-7`, `az=use1-az2`: the infrastructure that an alert's labels name. */
export function infrastructureOf(labels: Labels): readonly string[] {
  const found: string[] = []
  for (const label in labels) {
    const value = labels[label]
    if (value !== undefined && value !== '' && infrastructureKind(label) !== undefined) found.push(`${label}=${value}`)
  }
  return found
}

export const kindOfPlace = (place: string): InfrastructureKind =>
  infrastructureKind(place.slice(0, place.indexOf('='))) ?? zone
