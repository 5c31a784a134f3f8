import { describe, expect, it } from 'vitest'
import { parseManifest } from './manifest.ts'

const component = (name: string, more = '') => `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ${name}
spec:
  owner: group:default/shop
${more}`
const pipeline = `apiVersion: houston.dev/v1
kind: Pipeline
metadata: { name: checkout }
spec:
  service: checkout
  source: { github: { repository: shop/checkout }, codebuild: { project: checkout } }
  target: { driver: router, address: http://127.0.0.1:1 }
  waves: lambda-canary-10-percent-5-minutes
  metrics: { source: openmetrics, address: http://127.0.0.1:1/metrics }
`

describe('a manifest', () => {
  it('gives each document the operation that records it, what is named by others first', () => {
    const { documents, problems } = parseManifest([
      {
        file: 'a.yaml',
        text: pipeline.replace('lambda-canary-10-percent-5-minutes', '[{ name: all, weightPercent: 100, soak: 1m }]'),
      },
      { file: 'b.yaml', text: component('checkout', '  dependsOn: [component:search]') },
    ])
    expect(problems).toEqual([])
    expect(documents.map(({ kind, name, operation }) => [kind, name, operation])).toEqual([
      ['Component', 'checkout', 'service.record'],
      ['Pipeline', 'checkout', 'pipeline.record'],
    ])
    expect(documents[0]?.input).toMatchObject({ name: 'checkout', owner: 'shop', tier: 3, dependsOn: ['search'] })
  })

  it('reads from annotations what a service is worth and what helps when it fails', () => {
    const annotated = (annotations: string): string =>
      component('checkout').replace('spec:', `  annotations:\n${annotations}spec:`)
    const text = annotated(`    houston.dev/revenue-per-hour-usd: "120000"
    houston.dev/customer-share: 25 %
    houston.dev/runbook: https://wiki.example/checkout
    houston.dev/dashboards: latency=https://grafana.example/d/1?a=b https://grafana.example/d/2
`)
    expect(parseManifest([{ file: 'a.yaml', text }]).documents[0]?.input).toMatchObject({
      revenuePerHourUsd: 120_000,
      customerShare: 0.25,
      runbookUrl: 'https://wiki.example/checkout',
      dashboards: [
        { label: 'latency', url: 'https://grafana.example/d/1?a=b' },
        { label: 'dashboard', url: 'https://grafana.example/d/2' },
      ],
    })
    const wrong = annotated(`    houston.dev/customer-share: 130 %
    houston.dev/runbook: javascript:alert(1)
`)
    expect(parseManifest([{ file: 'a.yaml', text: wrong }]).problems.map(({ field }) => field)).toEqual([
      'metadata.annotations.houston.dev/customer-share',
      'metadata.annotations.houston.dev/runbook',
    ])
  })

  it('calls each document by its own name, and refuses a pattern that is none', () => {
    const mapping = `apiVersion: houston.dev/v1
kind: AlertMapping
metadata: { name: acme }
spec: { key: [{ path: $.id }], name: { path: $.title }, state: { from: { path: $.s }, firing: [open] } }
`
    expect(parseManifest([{ file: 'a.yaml', text: mapping }]).documents[0]?.name).toBe('acme')
    const route = `apiVersion: houston.dev/v1
kind: Route
metadata: { name: root }
spec: { matchers: '{service=~"("}' }
`
    expect(parseManifest([{ file: 'a.yaml', text: route }]).problems).toMatchObject([
      { field: 'spec.matchers', message: 'the pattern of service: a ( without its )' },
    ])
  })

  it('tells every problem of every file, with its line and field', () => {
    const { problems } = parseManifest([
      { file: 'a.yaml', text: 'kind: Surprise\n' },
      { file: 'b.yaml', text: `${component('UPPER')}\n---\nkind: [` },
      { file: 'c.yaml', text: component('x').replace('  owner: group:default/shop', '  dependsOn: 7') },
    ])
    expect(problems.map(({ file, line, field }) => `${file}:${line} ${field}`)).toEqual([
      'a.yaml:1 kind',
      'b.yaml:4 metadata.name',
      expect.stringMatching(/^b\.yaml:\d+ $/),
      'c.yaml:6 spec.owner',
      'c.yaml:6 spec.dependsOn',
    ])
  })

  it('tells fields that nobody reads, wherever they stand, and what was meant', () => {
    const text = pipeline
      .replace(
        'waves: lambda-canary-10-percent-5-minutes',
        'objectiv: 0.5\n  waves: [{ name: all, weightPercent: 100, soak: 1m, aproval: true }]',
      )
      .replace('driver: router', 'driver: router, regoin: eu')
      .replace('name: checkout }', 'name: checkout, labels: {} }')
    const { problems } = parseManifest([
      { file: 'a.yaml', text },
      { file: 'b.yaml', text: component('x', '  lifecycle: production') },
    ])
    expect(problems).toEqual([
      { file: 'a.yaml', line: 3, field: 'metadata.labels', message: 'is not a field here' },
      { file: 'a.yaml', line: 7, field: 'spec.target.regoin', message: 'is not a field here; did you mean region?' },
      { file: 'a.yaml', line: 8, field: 'spec.objectiv', message: 'is not a field here; did you mean objective?' },
      {
        file: 'a.yaml',
        line: 9,
        field: 'spec.waves[0].aproval',
        message: 'is not a field here; did you mean approval?',
      },
    ])
  })

  it('tells drivers and sources that there are not', () => {
    const text = pipeline
      .replace('lambda-canary-10-percent-5-minutes', '[{ name: all, weightPercent: 100, soak: 1m }]')
      .replace('driver: router', 'driver: warp')
      .replace('source: openmetrics', 'source: graphite')
    const { problems } = parseManifest([{ file: 'a.yaml', text }])
    expect(problems.map(({ line, field }) => [line, field])).toEqual([
      [7, 'spec.target.driver'],
      [9, 'spec.metrics.source'],
    ])
  })

  it('refuses a name that is declared twice, and says where it was', () => {
    const { problems } = parseManifest([{ file: 'a.yaml', text: `${component('x')}---\n${component('x')}` }])
    expect(problems).toEqual([
      { file: 'a.yaml', line: 8, field: 'metadata.name', message: 'Component x is declared in a.yaml:1 already' },
    ])
  })
})
