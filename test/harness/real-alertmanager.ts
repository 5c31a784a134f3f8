/** A real Prometheus with one rule and a real Alertmanager behind it, on loopback, as Debian packages them. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const prometheus = process.env.PROMETHEUS_BIN ?? '/usr/bin/prometheus'
const alertmanager = process.env.ALERTMANAGER_BIN ?? '/usr/bin/prometheus-alertmanager'
export const alertingInstalled = existsSync(prometheus) && existsSync(alertmanager)

export interface RealAlerting {
  /** What the watched page says: the rule fires while it is above 1. */
  errors: number
  readonly alertmanagerUrl: string
  stop(): Promise<void>
}

export interface WebhookAddress {
  readonly url: string
  readonly token: string
}

const port = (server: Server): number => (server.address() as AddressInfo).port

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const found = port(server)
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return found
}

async function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

/** Alertmanager alone, with a webhook as its only receiver. */
export async function startAlertmanager(directory: string, { url, token }: WebhookAddress) {
  const at = `127.0.0.1:${await freePort()}`
  const configuration = {
    route: { receiver: 'houston', group_by: ['...'], group_wait: '0s', group_interval: '1s', repeat_interval: '1h' },
    receivers: [
      {
        name: 'houston',
        webhook_configs: [
          { url, send_resolved: true, http_config: { authorization: { type: 'Bearer', credentials: token } } },
        ],
      },
    ],
  }
  const file = join(directory, 'alertmanager.yml')
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(configuration))
  const flags = [`--config.file=${file}`, `--storage.path=${join(directory, 'am')}`, `--web.listen-address=${at}`]
  const child = spawn(alertmanager, [...flags, '--cluster.listen-address=', '--log.level=error'], { stdio: 'ignore' })
  return { url: `http://${at}`, host: at, stop: () => gone(child), pid: child.pid ?? -1 }
}

export async function startAlerting(webhook: WebhookAddress): Promise<RealAlerting> {
  const directory = mkdtempSync(join(tmpdir(), 'houston-alerting-'))
  const state = { errors: 0 }
  const page = createServer((_, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(`checkout_errors ${state.errors}\n`)
  })
  await new Promise<void>((resolve) => void page.listen(0, '127.0.0.1', resolve))
  const manager = await startAlertmanager(directory, webhook)
  const rules = join(directory, 'rules.yml')
  const rule = {
    alert: 'CheckoutErrors',
    expr: 'checkout_errors > 1',
    labels: { severity: 'critical', service: 'checkout' },
    annotations: { summary: 'checkout answers {{ $value }} errors', runbook_url: 'https://runbooks.test/checkout' },
  }
  writeFileSync(rules, JSON.stringify({ groups: [{ name: 'checkout', rules: [rule] }] }))
  const file = join(directory, 'prometheus.yml')
  const scraped = [{ job_name: 'checkout', static_configs: [{ targets: [`127.0.0.1:${port(page)}`] }] }]
  writeFileSync(
    file,
    JSON.stringify({
      global: { scrape_interval: '1s', scrape_timeout: '900ms', evaluation_interval: '1s' },
      rule_files: [rules],
      scrape_configs: scraped,
      alerting: { alertmanagers: [{ static_configs: [{ targets: [manager.host] }] }] },
    }),
  )
  const flags = [`--config.file=${file}`, `--storage.tsdb.path=${join(directory, 'data')}`]
  const listen = `--web.listen-address=127.0.0.1:${await freePort()}`
  const child = spawn(prometheus, [...flags, listen, '--log.level=error'], { stdio: 'ignore' })
  const stop = async (): Promise<void> => {
    await gone(child)
    await manager.stop()
    page.closeAllConnections()
    await new Promise<void>((resolve) => page.close(() => resolve()))
    rmSync(directory, { recursive: true, force: true })
  }
  return Object.assign(state, { alertmanagerUrl: manager.url, stop })
}
