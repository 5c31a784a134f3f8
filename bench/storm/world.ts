/** A made-up company: services in layers, who calls whom, where they run. */
import type { Chance } from './chance.ts'

export interface Service {
  readonly name: string
  readonly layer: number
  readonly hosts: readonly { readonly host: string; readonly az: string }[]
}

export interface World {
  readonly services: readonly Service[]
  /** [caller, callee]. */
  readonly edges: readonly (readonly [string, string])[]
}

const stems =
  'cart order stock price user search mail ship tax ledger rank feed photo quote risk promo review seat fleet claim'
const roles = ['web', 'api', 'worker', 'core', 'store']
const zones = ['eu-a', 'eu-b', 'eu-c']

export function makeWorld(chance: Chance, size: number): World {
  const services: Service[] = []
  const words = stems.split(' ')
  const shares = [0.1, 0.25, 0.3, 0.2, 0.15]
  for (const [layer, share] of shares.entries())
    for (let index = 0; index < Math.max(2, Math.round(size * share)); index++) {
      const stem = words[(index * 7 + layer * 3) % words.length] ?? 'misc'
      services.push({ name: `${stem}-${roles[layer]}-${index}`, layer, hosts: makeHosts(chance) })
    }
  const edges: [string, string][] = []
  const popularity = new Map(services.map((service) => [service.name, 1 / (1 + chance.wait(1))]))
  for (const caller of services) {
    const below = services.filter((service) => service.layer > caller.layer && service.layer <= caller.layer + 2)
    if (below.length === 0) continue
    const wanted = chance.int(1, 4)
    const callees = new Set<string>()
    for (let attempt = 0; attempt < 30 && callees.size < wanted; attempt++) {
      const callee = chance.pick(below)
      if (chance.hits(1.2 - (popularity.get(callee.name) ?? 1))) callees.add(callee.name)
    }
    for (const callee of callees) edges.push([caller.name, callee])
  }
  return { services, edges }
}

function makeHosts(chance: Chance): Service['hosts'] {
  const first = chance.int(0, 2)
  return Array.from({ length: chance.int(2, 6) }, (_, index) => ({
    host: `h-${chance.int(0, 59)}`,
    az: zones[(first + index) % zones.length] ?? 'eu-a',
  }))
}
