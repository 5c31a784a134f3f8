/** Bad input is refused with a code and the field, leaves no trace where nobody proved who he is, and stops nobody else. */
import { hmacSha256Hex } from '@houston/core/signature.ts'
import { expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import { pipelineInput, twoWaves } from '../harness/pipeline.ts'
import { buildDetail, commitOf, pushRequest } from '../harness/push.ts'
import { scenario, scenarios, underWay } from '../harness/scenario.ts'
import { tableItems } from '../harness/table.ts'

const commit = commitOf('checkout')

scenario('a webhook with a wrong signature gets 403 and leaves no trace in the table', async (houston) => {
  await houston.declare({ waves: twoWaves })
  const before = await tableItems(houston)
  const forged = await houston.push(commit, { secret: 'a guess' })
  expect(forged).toMatchObject({ status: 403, body: { code: 'webhook.signature-wrong' } })
  const request = pushRequest(commit, { secret: houston.runtime.secrets.githubSecret })
  const changed = { ...request, body: String(request.body).replace('refs/heads/main', 'refs/heads/evil') }
  expect((await houston.request('/webhooks/github', changed)).status).toBe(403)
  const { headers: _, ...unsigned } = request
  expect((await houston.request('/webhooks/github', unsigned)).status).toBe(403)
  await houston.fastForward('1m')
  expect(await tableItems(houston)).toEqual(before)
})

scenario('the same commit pushed again is refused with code and field, and changes nothing', async (houston) => {
  await houston.declare({ waves: twoWaves })
  expect((await houston.push(commit)).status).toBe(202)
  const before = await tableItems(houston)
  // The same delivery sent again is answered as the first time, so that the provider stops sending it.
  expect((await houston.push(commit, { delivery: commit.commit })).status).toBe(202)
  expect(await houston.push(commit, { delivery: 'another-delivery' })).toMatchObject({
    status: 409,
    body: { code: 'pipeline.change-repeated', fields: [{ path: 'after' }] },
  })
  expect(await tableItems(houston)).toEqual(before)
  houston.expectEvents({ 'change.pushed': 1 })
})

scenario('a push to a repository that no pipeline listens to is refused, naming the field', async (houston) => {
  await houston.declare({ waves: twoWaves })
  expect(await houston.push(commit, { repository: 'acme/unknown' })).toMatchObject({
    status: 404,
    body: { code: 'pipeline.source-unknown', fields: [{ path: 'repository.full_name' }] },
  })
})

scenarios(
  [
    { what: 'no JSON', body: '{"ref": ', fields: [''] },
    {
      what: 'a wrong commit and no repository',
      body: '{"ref":"refs/heads/main","after":"main","head_commit":null}',
      fields: ['after', 'repository'],
    },
  ],
  ({ what }) => `a signed push of ${what} is refused, naming every field at fault`,
  async (houston, { body, fields }) => {
    const signature = `sha256=${hmacSha256Hex(houston.runtime.secrets.githubSecret, body)}`
    const headers = { 'x-github-event': 'push', 'x-hub-signature-256': signature }
    const answer = await houston.request<{ fields: { path: string }[] }>('/webhooks/github', {
      method: 'POST',
      headers,
      body,
    })
    expect(answer.status).toBe(400)
    expect(answer.body.fields.map(({ path }) => path)).toEqual(fields)
  },
)

scenario(
  'a build of an unknown project goes to the dead letters with its reason, and the next event is processed',
  async (houston) => {
    await houston.declare({ waves: twoWaves })
    await houston.build(commit, { project: 'nobody-knows' })
    const [letter] = houston.deadLetters()
    expect(letter).toMatchObject({
      attempts: 1,
      text: expect.stringMatching(/Houston.Missing .*pipeline.source-unknown.*nobody-knows/),
    })
    const { releaseId } = await houston.deliver()
    expect(await houston.state(releaseId)).toBe('soaking')
    houston.expectDeadLetter(/pipeline.source-unknown/)
    houston.logs.expect(/event not handled .*pipeline.source-unknown/)
    houston.allowEvents(...underWay)
  },
)

scenario(
  'a malformed build event goes to the dead letters, naming every field, and the next one is processed',
  async (houston) => {
    await houston.declare({ waves: twoWaves })
    const detail = buildDetail(commit)
    const facts = { ...detail['additional-information'], 'source-version': 'main', artifact: { sha256sum: 'abc' } }
    await houston.putEvent('aws.codebuild', 'CodeBuild Build State Change', {
      ...detail,
      'additional-information': facts,
    })
    const [letter] = houston.deadLetters()
    expect(letter?.text).toMatch(/Houston.Input/)
    for (const field of ['source-version', 'artifact.sha256sum', 'artifact.location'])
      expect(letter?.text).toContain(field)
    // Trying again the same thing cannot help, and does no harm.
    await houston.redrive(letter?.id ?? '')
    expect(houston.deadLetters()).toHaveLength(1)
    await houston.deliver()
    houston.expectDeadLetter(/Houston.Input .*artifact.location/)
    houston.logs.expect(/event not handled/)
    houston.allowEvents(...underWay)
  },
)

scenario(
  'a build that came before its pipeline was declared is released once the letter is driven again',
  async (houston) => {
    await houston.build(commit)
    const [letter] = houston.deadLetters()
    expect(letter?.text).toMatch(/pipeline.source-unknown/)
    await houston.declare({ waves: twoWaves })
    expect(await houston.redrive(letter?.id ?? '')).toMatchObject({ status: 200, body: { count: 1 } })
    expect(houston.deadLetters()).toEqual([])
    expect((await houston.releaseOf('checkout', commit.version)).state).toBe('soaking')
    houston.logs.expect(/event not handled .*pipeline.source-unknown/)
    houston.logs.expect(/a delivery became a dead letter/)
    houston.allowEvents(...underWay)
  },
)

scenario(
  'a recorded version with another digest is refused, naming the field, and the release goes on',
  async (houston) => {
    await houston.declare({ waves: twoWaves })
    const { releaseId, version } = await houston.deliver()
    await houston.build(commit, { content: 'something else' })
    expect(houston.deadLetters()[0]?.text).toMatch(
      /Houston.Conflict artifact.version-taken: checkout .* is recorded as sha256:/,
    )
    expect(await record(houston, version)).toMatchObject({
      status: 409,
      body: {
        code: 'artifact.version-taken',
        fields: [{ path: 'digest', message: expect.stringContaining('sha256:') }],
      },
    })
    expect(await houston.state(releaseId)).toBe('soaking')
    houston.expectDeadLetter(/artifact.version-taken/)
    houston.logs.expect(/event not handled .*artifact.version-taken/)
    houston.allowEvents(...underWay)
  },
)

function record(houston: Houston, version: string) {
  return houston.command('artifact.record', {
    service: 'checkout',
    version,
    digest: `sha256:${'f'.repeat(64)}`,
    location: 'arn:aws:s3:::artifacts/other.zip',
    pipeline: 'checkout',
    commit: commit.commit,
    author: 'ann',
    buildId: 'by hand',
    builtAtMs: houston.nowMs,
    correlationId: 'cor_by_hand',
  })
}

scenario('commands without a token, with unknown names, or with bad fields are refused with codes', async (houston) => {
  await houston.declare({ waves: twoWaves })
  const anonymous = await houston.request('/commands/release/list', { method: 'POST', body: '{}' })
  expect(anonymous).toMatchObject({ status: 403, body: { code: 'command.token-unknown' } })
  expect(await houston.command('release.nonsense')).toMatchObject({ status: 404, body: { code: 'command.unknown' } })
  expect(await houston.command('release.get', { releaseId: 'rel_no' })).toMatchObject({
    status: 400,
    body: { code: 'operation.input-invalid', fields: [{ path: 'releaseId' }] },
  })
  expect(await houston.command('release.start', { service: 'checkout', version: 'v9' })).toMatchObject({
    status: 404,
    body: { code: 'artifact.unknown', fields: [{ path: 'version' }] },
  })
  const viewer = await houston.command('pipeline.record', pipelineInput(houston.router.url), { roles: ['viewer'] })
  expect(viewer).toMatchObject({ status: 403, body: { code: 'operation.denied' } })
  const waves = [
    { name: 'a', weightPercent: 50, soak: '1m' },
    { name: 'b', weightPercent: 20, soak: 'soon' },
  ]
  expect(await houston.command('pipeline.record', { ...pipelineInput(houston.router.url), waves })).toMatchObject({
    status: 400,
    body: {
      code: 'operation.input-invalid',
      fields: [{ path: 'waves[1].soak' }, { path: 'waves[1].weightPercent' }, { path: 'waves[1].weightPercent' }],
    },
  })
})
