/** What starts a release beside a push, and what build systems say of a change. */
import { readFileSync } from 'node:fs'
import type { PromotionItem } from '@houston/core/promotion'
import { hmacSha256Hex } from '@houston/core/signature.ts'
import { expect } from 'vitest'
import type { Answer, Houston } from '../harness/houston.ts'
import { oneWave, pipelineInput } from '../harness/pipeline.ts'
import { commitOf } from '../harness/push.ts'
import { completion, scenario, scenarios, underWay } from '../harness/scenario.ts'

const fixture = (path: string) => JSON.parse(readFileSync(new URL(`../fixtures/${path}.json`, import.meta.url), 'utf8'))

function github(houston: Houston, event: string, payload: unknown, delivery = event): Promise<Answer> {
  const body = JSON.stringify(payload)
  const headers = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': delivery,
    'x-hub-signature-256': `sha256=${hmacSha256Hex(houston.runtime.secrets.githubSecret, body)}`,
  }
  return houston.request('/webhooks/github', { method: 'POST', headers, body })
}

const promotions = async (houston: Houston) =>
  (await houston.accepted<{ items: PromotionItem[] }>('promotion.list', { pipeline: 'checkout' })).items

async function declare(houston: Houston, trigger: string): Promise<void> {
  houston.router.addService('checkout')
  await houston.accepted('service.record', { name: 'checkout', owner: 'payments', tier: 1 })
  const pipeline = pipelineInput(houston.router.url, { waves: oneWave })
  const source = {
    github: { ...pipeline.source.github, trigger },
    codebuild: pipeline.source.codebuild,
    codepipeline: { pipeline: 'checkout-delivery' },
  }
  await houston.accepted('pipeline.record', { ...pipeline, source })
}

const change = commitOf('checkout')
const deployment = () => {
  const payload = fixture('github/deployment-created')
  return { ...payload, deployment: { ...payload.deployment, sha: change.commit } }
}
const published = () => {
  const payload = fixture('github/release-published')
  return { ...payload, release: { ...payload.release, tag_name: change.version } }
}

scenarios(
  [
    { event: 'deployment', payload: deployment, first: 'build' },
    { event: 'deployment', payload: deployment, first: 'request' },
    { event: 'release', payload: published, first: 'build' },
    { event: 'release', payload: published, first: 'request' },
  ] as const,
  ({ event, first }) => `a ${event} starts the release of its version, sent twice, the ${first} first`,
  async (houston, { event, payload, first }) => {
    await declare(houston, event)
    await houston.push(change)
    const ask = async () => {
      const answers = [await github(houston, event, payload()), await github(houston, event, payload())]
      for (const { status, body } of answers) expect([status, body.requested]).toEqual([202, ['checkout']])
    }
    if (first === 'request') await ask()
    else await houston.build(change)
    // The one without the other starts nothing.
    expect(await promotions(houston)).toEqual([])
    if (first === 'request') await houston.build(change)
    else await ask()
    expect(await promotions(houston)).toMatchObject([{ version: change.version }])
    await houston.fastForward('10m')
    expect(houston.router.traffic('checkout').stableVersion).toBe(change.version)
    houston.allowEvents(...underWay, ...completion)
    houston.expectEvents({ 'pipeline.release-requested': 1, 'promotion.started': 1, 'release.completed': 1 })
  },
)

scenario('a deployment to an environment that is no stage starts nothing and says so', async (houston) => {
  await declare(houston, 'deployment')
  await houston.push(change)
  await houston.build(change)
  const payload = deployment()
  const preview = { ...payload, deployment: { ...payload.deployment, environment: 'preview' } }
  expect((await github(houston, 'deployment', preview)).body).toEqual({
    requested: [],
    ignored: ['checkout has no stage preview'],
  })
  expect(await promotions(houston)).toEqual([])
  houston.allowEvents('change.pushed', 'artifact.recorded')
})

scenario('what build systems say of a change is noted on it, in whichever order it comes', async (houston) => {
  await declare(houston, 'push')
  await houston.push(change)
  const failed = fixture('events/codebuild-build-failed').detail
  const facts = { ...failed['additional-information'], 'source-version': change.commit }
  const detail = { ...failed, 'additional-information': facts }
  await houston.putEvent('aws.codebuild', 'CodeBuild Build State Change', detail)
  await houston.putEvent('aws.codebuild', 'CodeBuild Build State Change', detail)
  const ended = fixture('events/codepipeline-execution-failed')
  await houston.putEvent('aws.codepipeline', ended['detail-type'], ended.detail)
  expect(houston.events('change.build-ended')).toHaveLength(1)
  const fetched = fixture('events/codepipeline-source-fetched')
  const result = { ...fetched.detail['execution-result'], 'external-execution-id': change.commit }
  await houston.putEvent('aws.codepipeline', fetched['detail-type'], { ...fetched.detail, 'execution-result': result })
  const notes = houston.events('change.build-ended').map(({ data, correlationId }) => [data.build, correlationId])
  expect(notes).toEqual([
    [expect.objectContaining({ system: 'codebuild', state: 'failed' }), `github-${change.commit}`],
    [expect.objectContaining({ system: 'codepipeline', state: 'failed' }), `github-${change.commit}`],
  ])
  // Builds of others on the same bus are nothing to us.
  await houston.putEvent('aws.codebuild', 'CodeBuild Build State Change', { ...detail, 'project-name': 'other' })
  await houston.putEvent('aws.codepipeline', ended['detail-type'], { ...ended.detail, pipeline: 'other' })
  // A failed build is an alarm as well.
  houston.allowEvents('alert.raised', 'group.opened', 'group.noted')
  houston.expectEvents({ 'change.pushed': 1, 'change.build-ended': 2 })
})
