/** The frame of every page: who is there, where one can go, and the page that the address names, loaded when it is first looked at. */
import AppLayout from '@cloudscape-design/components/app-layout'
import { I18nProvider } from '@cloudscape-design/components/i18n'
import messages from '@cloudscape-design/components/i18n/messages/all.en'
import Spinner from '@cloudscape-design/components/spinner'
import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { Live } from './graph/live.tsx'
import { SessionGate } from './graph/session.tsx'
import { ErrorBoundary } from './part/error-boundary.tsx'
import { Navigation } from './part/navigation.tsx'
import { NoticeBar, Notices } from './part/notice.tsx'
import { TopBar } from './part/top-bar.tsx'

const Overview = lazy(() => import('./page/overview.tsx'))
const ReleaseList = lazy(() => import('./page/release-list.tsx'))
const ReleasePage = lazy(() => import('./page/release.tsx'))
const Missing = lazy(() => import('./page/missing.tsx'))

const labels = {
  navigation: 'Pages',
  navigationClose: 'Close the list of pages',
  navigationToggle: 'Open the list of pages',
  notifications: 'Notices',
}

const wait = (
  <div className="page-wait">
    <Spinner size="large" />
  </div>
)

export function App() {
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <SessionGate>
        <Live>
          <Notices>
            <TopBar />
            <AppLayout
              headerSelector="#top"
              toolsHide
              ariaLabels={labels}
              navigation={<Navigation />}
              notifications={<NoticeBar />}
              content={
                <ErrorBoundary>
                  <Suspense fallback={wait}>
                    <Pages />
                  </Suspense>
                </ErrorBoundary>
              }
            />
          </Notices>
        </Live>
      </SessionGate>
    </I18nProvider>
  )
}

const Pages = () => (
  <Switch>
    <Route path="/" component={Overview} />
    <Route path="/releases" component={ReleaseList} />
    <Route path="/releases/:id">{({ id }) => <ReleasePage key={id} id={id} />}</Route>
    <Route component={Missing} />
  </Switch>
)
