/** A real Prometheus on loopback with its own configuration and data, scraping one page every second. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = process.env.PROMETHEUS_BIN ?? '/usr/bin/prometheus'
export const prometheusInstalled = existsSync(program)
export const howToInstall = `${program} is not installed: apt-get install prometheus, or set PROMETHEUS_BIN`

export interface RealPrometheus {
  readonly url: string
  stop(): Promise<void>
}

export async function startPrometheus(pageUrl: string): Promise<RealPrometheus> {
  const directory = mkdtempSync(join(tmpdir(), 'houston-prometheus-'))
  const configuration = {
    global: { scrape_interval: '1s', scrape_timeout: '500ms' },
    scrape_configs: [{ job_name: 'fleet', static_configs: [{ targets: [new URL(pageUrl).host] }] }],
  }
  const configurationPath = join(directory, 'prometheus.yml')
  // JSON is YAML.
  writeFileSync(configurationPath, JSON.stringify(configuration))
  const address = `127.0.0.1:${await freePort()}`
  const flags = [`--config.file=${configurationPath}`, `--storage.tsdb.path=${join(directory, 'data')}`]
  const child = spawn(program, [...flags, `--web.listen-address=${address}`, '--log.level=error'], { stdio: 'ignore' })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const stop = async () => {
    process.off('exit', kill)
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
    }
    rmSync(directory, { recursive: true, force: true })
  }
  const url = `http://${address}`
  try {
    await untilTrue(`${url}/api/v1/query?query=min(count_over_time(up[1m]))>=6`)
    return { url, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Waits until a query gives a result, at most 20 s. */
async function untilTrue(queryUrl: string): Promise<void> {
  const deadline = performance.now() + 20_000
  while (performance.now() < deadline) {
    const answer = await fetch(queryUrl)
      .then((response) => response.json() as Promise<{ data?: { result?: unknown[] } }>)
      .catch(() => undefined)
    if ((answer?.data?.result?.length ?? 0) > 0) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('Prometheus has scraped nothing in 20 s')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
