/** Where one can go. */
import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation'
import { useLocation } from 'wouter'

const link = (text: string, href: string): SideNavigationProps.Link => ({ type: 'link', text, href })

const items: readonly SideNavigationProps.Item[] = [
  link('Overview', '/'),
  { type: 'section-group', title: 'Delivery', items: [link('Releases', '/releases'), link('Pipelines', '/pipelines')] },
  {
    type: 'section-group',
    title: 'Operations',
    items: [link('Alerts', '/alerts'), link('Incidents', '/incidents'), link('On call', '/on-call')],
  },
  { type: 'section-group', title: 'Catalog', items: [link('Services', '/services'), link('Map', '/services?as=map')] },
  {
    type: 'section-group',
    title: 'Learning',
    items: [link('Reviews', '/reviews'), link('Insight', '/insight'), link('Audit', '/audit'), link('Graph', '/graph')],
  },
]

const hrefs = (all: readonly SideNavigationProps.Item[]): string[] =>
  all.flatMap((item) => ('items' in item ? hrefs(item.items) : 'href' in item ? [item.href] : []))

/** The longest entry that the address begins with. */
const activeOf = (path: string): string =>
  hrefs(items)
    .filter((href) => href === path || (href !== '/' && path.startsWith(`${href}/`)))
    .sort((a, b) => b.length - a.length)[0] ?? ''

export function Navigation({ onFollow }: { readonly onFollow: () => void }) {
  const [path, go] = useLocation()
  return (
    <SideNavigation
      activeHref={activeOf(path)}
      header={{ text: 'Houston', href: '/' }}
      items={items}
      onFollow={(event) => {
        if (event.detail.external) return
        event.preventDefault()
        go(event.detail.href)
        onFollow()
      }}
    />
  )
}
