/** What needs what: services as boxes, calls as lines; what burns and what moves is marked by word as well as by colour. */
import { useLocation } from 'wouter'
import type { ServiceRowFragment } from '../generated/graph.ts'
import { placesOf } from './layers.ts'
import { Empty } from './shown.tsx'

const box = { width: 164, height: 52, gapX: 72, gapY: 24 } as const
const margin = 8

type Spot = { readonly x: number; readonly y: number }

export type MapService = Pick<ServiceRowFragment, 'name' | 'owner' | 'tier' | 'dependsOn' | 'openIncidents'> &
  Partial<Pick<ServiceRowFragment, 'lastRelease'>>

function markOf({ openIncidents, lastRelease = null }: MapService): readonly [className: string, words: string] {
  const [incident] = openIncidents ?? []
  if (incident !== undefined) return ['map-burns', incident.severity]
  const isMoving = lastRelease !== null && !['COMPLETED', 'ROLLED_BACK', 'SUPERSEDED'].includes(lastRelease.state)
  return isMoving ? ['map-moves', 'a release is under way'] : ['map-quiet', '']
}

export interface ServiceMapProps {
  readonly services: readonly MapService[]
  /** What is said of services beside what the graph says of them. */
  readonly marks?: ReadonlyMap<string, string>
  readonly label?: string
}

export default function ServiceMap({ services, marks, label = 'Map of the services' }: ServiceMapProps) {
  const places = placesOf(services)
  const spotOf = (name: string): Spot | undefined => {
    const place = places.get(name)
    if (place === undefined) return undefined
    return { x: margin + place.layer * (box.width + box.gapX), y: margin + place.row * (box.height + box.gapY) }
  }
  const spots = services.flatMap(({ name }) => spotOf(name) ?? [])
  if (spots.length === 0) return <Empty>The catalog is empty.</Empty>
  const width = Math.max(...spots.map(({ x }) => x)) + box.width + margin
  const height = Math.max(...spots.map(({ y }) => y)) + box.height + margin
  return (
    <section className="map-frame" aria-label={label}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
        <title>Which service calls which</title>
        {services.flatMap(({ name, dependsOn }) =>
          dependsOn.map((needed) => <Call key={`${name} ${needed}`} from={spotOf(name)} to={spotOf(needed)} />),
        )}
        {services.map((service) => (
          <Box key={service.name} service={service} spot={spotOf(service.name)} mark={marks?.get(service.name)} />
        ))}
      </svg>
    </section>
  )
}

function Call({ from, to }: { readonly from: Spot | undefined; readonly to: Spot | undefined }) {
  if (from === undefined || to === undefined) return null
  const [x1, y1] = [from.x + box.width, from.y + box.height / 2]
  const [x2, y2] = [to.x, to.y + box.height / 2]
  const bend = Math.max(32, Math.abs(x2 - x1) / 2)
  return <path className="map-call" d={`M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`} />
}

interface BoxProps {
  readonly service: MapService
  readonly spot: Spot | undefined
  readonly mark: string | undefined
}

function Box({ service, spot, mark }: BoxProps) {
  const [, go] = useLocation()
  if (spot === undefined) return null
  const [className, words] = mark === undefined ? markOf(service) : ['map-burns', mark]
  const href = `/services/${service.name}`
  return (
    <a
      href={href}
      onClick={(event) => {
        event.preventDefault()
        go(href)
      }}
    >
      <g className={`map-box ${className}`} transform={`translate(${spot.x},${spot.y})`}>
        <rect width={box.width} height={box.height} rx="8" />
        <text x="12" y="22" className="map-name">
          {service.name}
        </text>
        <text x="12" y="40" className="map-words">
          {words === '' ? `${service.owner}, tier ${service.tier}` : words}
        </text>
      </g>
    </a>
  )
}
