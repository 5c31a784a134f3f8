/** The catalogue as Prometheus alerting rules. */
import { stringify } from 'yaml'
import { formatDuration } from '../duration.ts'
import { alarmsOf, type CatalogueAlarm, type ServiceBaselines } from './catalogue.ts'

/**
 * Expressions by measurement, with `$service` for the service's name. The usual exporters' metrics; a file of the user's
 * own takes the place of any of them.
 */
export const prometheusMeasures: Readonly<Record<string, string>> = {
  'cpu-percent': '100 * avg(rate(process_cpu_seconds_total{service="$service"}[1m]))',
  'memory-percent':
    '100 * max(container_memory_working_set_bytes{service="$service"} / container_spec_memory_limit_bytes{service="$service"})',
  'disk-percent':
    '100 * (1 - min(node_filesystem_avail_bytes{service="$service"} / node_filesystem_size_bytes{service="$service"}))',
  'network-percent':
    '100 * max(rate(node_network_transmit_bytes_total{service="$service"}[1m]) / node_network_speed_bytes{service="$service"})',
  'packet-loss-percent':
    '100 * max(rate(node_network_transmit_drop_total{service="$service"}[1m]) / rate(node_network_transmit_packets_total{service="$service"}[1m]))',
  'latency-ms-p99':
    '1000 * histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{service="$service"}[1m])))',
  'error-percent':
    '100 * sum(rate(http_requests_total{service="$service",status=~"5.."}[1m])) / sum(rate(http_requests_total{service="$service"}[1m]))',
  'requests-per-second': 'sum(rate(http_requests_total{service="$service"}[1m]))',
  'availability-percent':
    '100 * (1 - sum(rate(http_requests_total{service="$service",status=~"5.."}[1m])) / sum(rate(http_requests_total{service="$service"}[1m])))',
  'conversion-percent':
    '100 * sum(rate(orders_total{service="$service"}[5m])) / sum(rate(visits_total{service="$service"}[5m]))',
  'revenue-usd-per-hour': '3600 * sum(rate(revenue_usd_total{service="$service"}[5m]))',
}

interface PrometheusRule {
  readonly alert: string
  readonly expr: string
  readonly for?: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
}

function toRule(alarm: CatalogueAlarm, measures: Readonly<Record<string, string>>): PrometheusRule | undefined {
  const expression = measures[alarm.measure]
  if (expression === undefined) return undefined
  const operator = alarm.comparison === 'above' ? '>' : '<'
  const { entry, level, service, threshold } = alarm
  return {
    alert: alarm.name,
    expr: `${expression.replaceAll('$service', service)} ${operator} ${threshold}`,
    ...(alarm.forMs > 0 && { for: formatDuration(alarm.forMs) }),
    labels: {
      service,
      severity: level === 'critical' ? 'critical' : 'warning',
      ...(alarm.action !== undefined && { action: alarm.action }),
    },
    annotations: {
      summary: `${service}: ${entry.summary} (${entry.name} {{ $value | humanize }} ${operator} ${threshold})`,
      target: entry.target,
    },
  }
}

/** A rule file, one group per service; measurements that `measures` does not know are left out. */
export function prometheusRules(
  services: readonly { readonly name: string; readonly baselines?: ServiceBaselines }[],
  measures: Readonly<Record<string, string>> = prometheusMeasures,
): string {
  const groups = services.map(({ name, baselines }) => ({
    name: `houston-${name}`,
    rules: alarmsOf(name, baselines).flatMap((alarm) => toRule(alarm, measures) ?? []),
  }))
  return stringify({ groups }, { lineWidth: 0 })
}
