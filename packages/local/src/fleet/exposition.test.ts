import { describe, expect, test } from 'vitest'
import { exposition } from './exposition.ts'
import { Meter } from './meter.ts'

const location = { region: 'eu-1', cell: 'c1' }
const labels = 'service="checkout",version="v2",region="eu-1",cell="c1"'

describe('exposition', () => {
  test('a version that served nothing has every series, at zero, with its creation', () => {
    const page = exposition([new Meter('checkout', 'v2', 1_500)], [], location)
    expect(page).toContain(`fleet_requests_total{${labels},outcome="error"} 0\n`)
    expect(page).toContain(`fleet_requests_created{${labels},outcome="error"} 1.5\n`)
    expect(page).toContain(`fleet_slow_requests_total{${labels},over="0.2"} 0\n`)
    expect(page.endsWith('# EOF\n')).toBe(true)
  })

  test('a bucket holds its bound, and a request at the bound is not slow', () => {
    const meter = new Meter('checkout', 'v2', 0)
    meter.countRequest('ok', 200)
    meter.countRequest('ok', 200.1)
    const page = exposition([meter], [], location)
    expect(page).toContain(`fleet_request_seconds_bucket{${labels},le="0.2"} 1\n`)
    expect(page).toContain(`fleet_request_seconds_bucket{${labels},le="+Inf"} 2\n`)
    expect(page).toContain(`fleet_slow_requests_total{${labels},over="0.2"} 1\n`)
    expect(page).toContain(`fleet_slow_requests_total{${labels},over="0.1"} 2\n`)
  })

  test('escapes what would end a label', () => {
    const page = exposition([new Meter('a"b\\c\nd', 'v1', 0)], [], location)
    expect(page).toContain('service="a\\"b\\\\c\\nd"')
  })
})
