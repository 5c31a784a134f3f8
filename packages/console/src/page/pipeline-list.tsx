/** Pipelines drawn as paths: stages with their regions, and the versions on their way through them. */
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { PipelineListDocument, type PipelineListQuery } from '../generated/graph.ts'
import { useGraph } from '../graph/use-graph.ts'
import { PageLink } from '../part/page-link.tsx'
import { PromotionPath } from '../part/promotion-path.tsx'
import { Empty, Shown } from '../part/shown.tsx'

type Pipeline = NonNullable<PipelineListQuery['pipelines']>['nodes'][number]

export default function PipelineList() {
  const view = useGraph(PipelineListDocument, {})
  return (
    <SpaceBetween size="l">
      <Header variant="h1">Pipelines</Header>
      <Shown view={view}>
        {({ pipelines }) =>
          pipelines === null || pipelines.nodes.length === 0 ? (
            <Empty>No pipeline is declared. Write a Pipeline into houston/ and run `houston apply`.</Empty>
          ) : (
            <SpaceBetween size="l">
              {pipelines.nodes.map((pipeline) => (
                <PipelineCard key={pipeline.name} pipeline={pipeline} onDone={view.refresh} />
              ))}
            </SpaceBetween>
          )
        }
      </Shown>
    </SpaceBetween>
  )
}

function PipelineCard({ pipeline, onDone }: { readonly pipeline: Pipeline; readonly onDone: () => void }) {
  const promotions = pipeline.promotions?.nodes ?? []
  const service = <PageLink href={`/services/${pipeline.serviceName}`}>{pipeline.serviceName}</PageLink>
  return (
    <Container header={<Header description={service}>{pipeline.name}</Header>}>
      {promotions.length === 0 && <Empty>No version has come this way yet.</Empty>}
      <SpaceBetween size="l">
        {promotions.map((promotion) => (
          <PromotionPath key={promotion.id} promotion={promotion} stages={pipeline.stages} onDone={onDone} />
        ))}
      </SpaceBetween>
    </Container>
  )
}
