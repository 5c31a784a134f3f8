import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { inputInvalid } from '../operation.ts'
import { decideGithub } from './github.ts'
import { refsOf, versionsOf } from './request.ts'
import { decideLastStage } from './request-operation.ts'

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../../test/fixtures/github/${name}.json`, import.meta.url), 'utf8'))
const published = fixture('release-published')
const created = fixture('deployment-created')

describe('a webhook of GitHub', () => {
  it('asks for the release of the tag that was published', () => {
    expect(decideGithub('release', published)).toEqual({
      kind: 'requested',
      request: { source: 'github-release', repository: 'acme/checkout', ref: 'v1.4.2', by: 'ann' },
    })
  })

  it('asks for the release of the commit that was deployed, as far as its environment', () => {
    expect(decideGithub('deployment', created)).toEqual({
      kind: 'requested',
      request: {
        source: 'github-deployment',
        repository: 'acme/checkout',
        ref: '4f9a1c0de2b35a7786f1d2c3b4a5968778695a4b',
        environment: 'production',
        by: 'ann',
      },
    })
  })

  it.each(['created', 'edited', 'deleted', 'prereleased', 'released', 'unpublished'])(
    'leaves a release that was %s',
    (action) => {
      expect(decideGithub('release', { ...published, action })).toEqual({
        kind: 'ignored',
        reason: `release ${action}`,
      })
    },
  )

  it('leaves drafts, and deployments whose task is another', () => {
    const release = { ...published.release, draft: true }
    expect(decideGithub('release', { ...published, release }).kind).toBe('ignored')
    const deployment = { ...created.deployment, task: 'deploy:migrations' }
    expect(decideGithub('deployment', { ...created, deployment }).kind).toBe('ignored')
    expect(decideGithub('deployment_status', {})).toEqual({ kind: 'ignored', reason: 'deployment_status' })
  })

  it('is refused with every field at fault', () => {
    try {
      decideGithub('deployment', { ...created, deployment: { environment: '' }, sender: {} })
      expect.unreachable()
    } catch (error) {
      expect(inputInvalid.is(error) && error.fields.map(({ path }) => path)).toEqual([
        'deployment.sha',
        'deployment.environment',
        'sender.login',
      ])
    }
  })
})

describe('a request to release', () => {
  it('finds versions with and without the v of a tag', () => {
    expect(versionsOf('v1.4.2')).toEqual(['v1.4.2', '1.4.2'])
    expect(versionsOf('vanilla')).toEqual(['vanilla'])
    expect(refsOf({ version: '1.4.2', commit: '4f9a1c0' })).toEqual(['1.4.2', 'v1.4.2', '4f9a1c0'])
  })

  it('goes as far as the stage that the environment names; one that is no stage goes nowhere', () => {
    const target = { driver: 'router', address: 'x' }
    const stage = (name: string) => ({
      ...{ name, target, regions: [['local']], soak: 0, approvals: 0 },
      ...({ onFailure: 'hold', onNewer: 'coalesce' } as const),
    })
    const staged = { stages: [stage('dev'), stage('gamma'), stage('live')] }
    expect(decideLastStage(staged)).toEqual({ kind: 'stage' })
    expect(decideLastStage(staged, 'Gamma')).toEqual({ kind: 'stage', upTo: 'gamma' })
    for (const whole of ['production', 'live']) expect(decideLastStage(staged, whole)).toEqual({ kind: 'stage' })
    expect(decideLastStage(staged, 'preview')).toEqual({ kind: 'none' })
    const single = { target: { ...target, stage: 'production', region: 'local' } }
    expect(decideLastStage(single, 'gamma')).toEqual({ kind: 'none' })
  })
})
