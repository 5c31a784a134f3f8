/** The frame of every page: who is there, where one can go, and the page that the address names, loaded when it is first looked at. */
import AppLayout from '@cloudscape-design/components/app-layout'
import { I18nProvider } from '@cloudscape-design/components/i18n'
import messages from '@cloudscape-design/components/i18n/messages/all.en'
import Spinner from '@cloudscape-design/components/spinner'
import { lazy, Suspense, useState } from 'react'
import { Route, Switch } from 'wouter'
import { Live } from './graph/live.tsx'
import { SessionGate } from './graph/session.tsx'
import { ErrorBoundary } from './part/error-boundary.tsx'
import { Navigation } from './part/navigation.tsx'
import { NoticeBar, Notices } from './part/notice.tsx'
import { TopBar } from './part/top-bar.tsx'

/** The page that most look at first is fetched beside the question of who is there. */
const overview = window.location.pathname === '/' ? import('./page/overview.tsx') : undefined
const Overview = lazy(() => overview ?? import('./page/overview.tsx'))
const ReleaseList = lazy(() => import('./page/release-list.tsx'))
const ReleasePage = lazy(() => import('./page/release.tsx'))
const PipelineList = lazy(() => import('./page/pipeline-list.tsx'))
const IncidentList = lazy(() => import('./page/incident-list.tsx'))
const IncidentPage = lazy(() => import('./page/incident.tsx'))
const OnCall = lazy(() => import('./page/on-call.tsx'))
const ServiceList = lazy(() => import('./page/service-list.tsx'))
const ServicePage = lazy(() => import('./page/service.tsx'))
const AlertList = lazy(() => import('./page/alert-list.tsx'))
const GroupPage = lazy(() => import('./page/group.tsx'))
const ReviewList = lazy(() => import('./page/review-list.tsx'))
const ReviewPage = lazy(() => import('./page/review.tsx'))
const Insight = lazy(() => import('./page/insight.tsx'))
const GraphPage = lazy(() => import('./page/graph.tsx'))
const Audit = lazy(() => import('./page/audit.tsx'))
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

/** On a phone the list of pages lies over the page: it goes when one was chosen. */
const isWide = (): boolean => window.innerWidth > 900

export function App() {
  const [isOpen, setOpen] = useState(isWide)
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
              navigation={<Navigation onFollow={() => setOpen(isWide())} />}
              navigationOpen={isOpen}
              onNavigationChange={({ detail }) => setOpen(detail.open)}
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
    <Route path="/pipelines" component={PipelineList} />
    <Route path="/incidents" component={IncidentList} />
    <Route path="/incidents/:id">{({ id }) => <IncidentPage key={id} id={id} />}</Route>
    <Route path="/alerts" component={AlertList} />
    <Route path="/alerts/:id">{({ id }) => <GroupPage key={id} id={id} />}</Route>
    <Route path="/reviews" component={ReviewList} />
    <Route path="/reviews/:id">{({ id }) => <ReviewPage key={id} id={id} />}</Route>
    <Route path="/insight" component={Insight} />
    <Route path="/audit" component={Audit} />
    <Route path="/graph" component={GraphPage} />
    <Route path="/on-call" component={OnCall} />
    <Route path="/services" component={ServiceList} />
    <Route path="/services/:name">{({ name }) => <ServicePage key={name} name={name} />}</Route>
    <Route component={Missing} />
  </Switch>
)
