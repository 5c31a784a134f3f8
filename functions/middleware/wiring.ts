/** Builds the context of one call from the environment: SDK clients are made once per process and endpoint. */
import { randomUUID } from 'node:crypto'
import type { Actor } from '@houston/core/actor.ts'
import { createPorts } from '@houston/core/aws'
import { loadedLater } from '@houston/core/aws/loaded-later.ts'
import type { Context, Ports } from '@houston/core/context.ts'
import type { Log } from '@houston/core/port/log.ts'
import * as z from 'zod'
import { edge } from './edge.ts'
import { readSettings, type Settings, settingNames } from './settings.ts'

export interface Cause {
  readonly actor: Actor
  readonly correlationId?: string | undefined
  readonly causationId?: string | undefined
}

/** What ports are made of. By name: listing the whole environment for each call costs more than the call. */
const watchedNames = [
  ...settingNames,
  'AWS_ENDPOINT_URL',
  ...['DYNAMODB', 'EVENTBRIDGE', 'SFN', 'SQS'].map((service) => `AWS_ENDPOINT_URL_${service}`),
]

/** The environment as it was when the ports were made; a runtime that starts again on other ports gets new ones. */
let made: { readonly fingerprint: string; readonly ports: ReturnType<typeof createPorts> } | undefined

function portsOf() {
  const fingerprint = JSON.stringify(watchedNames.map((name) => process.env[name]))
  if (made?.fingerprint !== fingerprint) {
    const settings = readSettings()
    const { HOUSTON_TABLE, HOUSTON_BUS, HOUSTON_MACHINES, HOUSTON_QUEUES } = settings
    const { HOUSTON_ROUTER_TOKEN, HOUSTON_OUTBOUND_ALLOWED } = settings
    const machineArns = JSON.parse(HOUSTON_MACHINES) as Record<string, string>
    const wired = createPorts({
      tableName: HOUSTON_TABLE,
      busName: HOUSTON_BUS,
      machineArns,
      queueUrls: JSON.parse(HOUSTON_QUEUES) as Record<string, string>,
      routerToken: HOUSTON_ROUTER_TOKEN,
      outboundAllowed: HOUSTON_OUTBOUND_ALLOWED,
      pagers: pagersFrom(settings),
      trackers: trackersFrom(settings),
      sealSecrets: settings.HOUSTON_SEAL_SECRETS,
    })
    made = { fingerprint, ports: { ...wired, ports: withFleets(wired.ports) } }
  }
  return made.ports
}

/** `false` in the bundle of a function that has not declared that it moves traffic (infra/bundling.ts). */
declare const HOUSTON_CARRIES_TRAFFIC: boolean

/** Fleets are moved by a driver of core's own, over whoever looks after their hosts. */
const withFleets = (ports: Ports): Ports =>
  typeof HOUSTON_CARRIES_TRAFFIC !== 'undefined' && !HOUSTON_CARRIES_TRAFFIC
    ? ports
    : {
        ...ports,
        traffic: (name) =>
          name === 'fleet'
            ? loadedLater(async () => new (await import('@houston/core/fleet')).FleetTraffic(ports.hosts()))
            : ports.traffic(name),
      }

const jiraSchema = z.object({ url: z.string(), email: z.string(), token: z.string(), issueType: z.string().optional() })

function trackersFrom({ HOUSTON_GITHUB_TOKEN: githubToken, HOUSTON_JIRA_ACCOUNT: account }: Settings) {
  const none = { url: '', email: '', token: '' }
  return { githubToken, jira: account === '' ? none : jiraSchema.parse(JSON.parse(account)) }
}

function pagersFrom(settings: Settings) {
  const { HOUSTON_PAGERDUTY_KEYS: keys } = settings
  return {
    terminalUrl: settings.HOUSTON_TERMINAL_URL,
    terminalToken: settings.HOUSTON_TERMINAL_TOKEN,
    slackToken: settings.HOUSTON_SLACK_TOKEN,
    // A secret that nobody has set is empty text, not JSON.
    pagerdutyKeys: keys === '' ? {} : (JSON.parse(keys) as Record<string, string>),
    webhookSecrets: settings.HOUSTON_WEBHOOK_SECRETS,
    mailFrom: settings.HOUSTON_MAIL_FROM,
  }
}

export function contextFor(log: Log, { actor, correlationId, causationId }: Cause): Context {
  const { store, ports } = portsOf()
  return {
    nowMs: edge.clock.nowMs(),
    random: edge.random,
    actor,
    store,
    log,
    ports,
    correlationId: correlationId ?? `cor_${randomUUID()}`,
    ...(causationId !== undefined && { causationId }),
  }
}
