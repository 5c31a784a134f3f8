/** The context of one operation in a test: time stands still, chance is seeded, and ports that a test does not give refuse to be used. */
import type { Context, Ports } from '../../packages/core/src/context.ts'
import { silentLog } from '../../packages/core/src/port/log.ts'
import { seededRandom } from '../../packages/core/src/random.ts'

export const testStartMs = Date.UTC(2026, 2, 2, 9)

/** Anything asked of it throws, so that a test proves that nothing was. */
export function absent<Port extends object>(name: string): Port {
  return new Proxy({} as Port, {
    get: (_, member) => {
      throw new Error(`${name}.${String(member)} is used, and this test gives none`)
    },
  })
}

const noPorts: Ports = {
  bus: absent('bus'),
  queue: absent('queue'),
  workflow: absent('workflow'),
  outbound: absent('outbound'),
  seals: absent('seals'),
  courier: (channel) => absent(`courier ${channel}`),
  pager: (channel) => absent(`pager ${channel}`),
  tickets: (system) => absent(`tickets ${system}`),
  traffic: (driver) => absent(`traffic driver ${driver}`),
  metrics: (source) => absent(`metrics source ${source}`),
  flags: (driver) => absent(`flags ${driver}`),
  hosts: () => absent('hosts'),
  procedure: (kind) => absent(`procedure ${kind}`),
}

export interface TestFacts extends Partial<Omit<Context, 'ports'>> {
  readonly ports?: Partial<Ports>
}

export function testContext({ ports, ...facts }: TestFacts = {}): Context {
  return {
    nowMs: testStartMs,
    random: seededRandom(1),
    actor: { kind: 'system', id: 'Test', roles: ['system'] },
    store: absent('store'),
    log: silentLog,
    correlationId: 'cor_test',
    ...facts,
    ports: { ...noPorts, ...ports },
  }
}
