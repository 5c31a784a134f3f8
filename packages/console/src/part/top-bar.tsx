/** The bar at the top: who is there, how it looks, whether the page hears news. */
import TopNavigation from '@cloudscape-design/components/top-navigation'
import { useLocation } from 'wouter'
import { useLiveState } from '../graph/live.tsx'
import { useSession } from '../graph/session.tsx'
import { chooseLook, type Look, useLook } from './look.ts'

const lookNames: Readonly<Record<Look, string>> = { light: 'Light', dark: 'Dark', system: 'As the device' }

const liveNames = {
  live: { text: 'Live', title: 'The page hears of every change at once' },
  connecting: { text: 'Connecting', title: 'The page reads again every half a minute' },
  lost: { text: 'Not live', title: 'The connection is lost; the page reads again every half a minute' },
} as const

export function TopBar() {
  const [, go] = useLocation()
  const { person, signOut } = useSession()
  const look = useLook()
  const live = liveNames[useLiveState()]
  return (
    <div id="top">
      <TopNavigation
        identity={{
          href: '/',
          logo: { src: '/wordmark.svg', alt: 'Houston' },
          onFollow: (event) => {
            event.preventDefault()
            go('/')
          },
        }}
        utilities={[
          { type: 'button', text: live.text, title: live.title, iconName: 'status-positive', onClick: () => undefined },
          {
            type: 'menu-dropdown',
            text: lookNames[look],
            title: 'Look',
            ariaLabel: `Look: ${lookNames[look]}`,
            iconName: 'settings',
            items: (['light', 'dark', 'system'] as const).map((id) => ({ id, text: lookNames[id] })),
            onItemClick: ({ detail }) => chooseLook(detail.id as Look),
          },
          {
            type: 'menu-dropdown',
            text: person.id,
            description: person.roles.join(', '),
            iconName: 'user-profile',
            items: [{ id: 'sign-out', text: 'Sign out' }],
            onItemClick: () => void signOut(),
          },
        ]}
      />
    </div>
  )
}
