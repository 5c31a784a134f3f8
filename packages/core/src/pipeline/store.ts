/** Where pipelines and their changes lie in the table. */
import * as z from 'zod'
import { isoTime } from '../clock.ts'
import { defineEntity, revisioned } from '../entity.ts'
import { nameSchema } from '../service/index.ts'
import { describedChangeSchema } from './change-facts.ts'
import { buildNoteSchema, changeSchema, pipelineFieldsSchema, type sourceSchema } from './pipeline.ts'
import { releaseRequestSchema } from './request.ts'

export type CodeProvider = 'github' | 'codecommit'

/** Pipelines that listen to a branch of a repository, in gsi1. GitHub's names of repositories know no case. */
export const codeSource = (provider: CodeProvider, repository: string, branch: string): string =>
  `source#${provider}#${provider === 'github' ? repository.toLowerCase() : repository}#${branch}`
/** Pipelines that a build project feeds, in gsi2. */
export const codebuildSource = (project: string): string => `source#codebuild#${project}`

function declaredSource({ github, codecommit }: z.output<typeof sourceSchema>): string {
  if (github !== undefined) return codeSource('github', github.repository, github.branch)
  return codeSource('codecommit', codecommit?.repository ?? '', codecommit?.branch ?? '')
}

/** `pipelineFieldsSchema` is what files hold; stored durations are plain milliseconds, which it reads as well. */
export const pipelineEntity = defineEntity({
  name: 'pipeline',
  itemVersion: 1,
  schema: z.object({ ...pipelineFieldsSchema.shape, ...revisioned }),
  keyFields: ['name'],
  key: ({ name }) => ({ pk: `pipeline#${name}`, sk: 'pipeline' }),
  indexes: ({ name, source }) => ({
    gsi1: { pk: declaredSource(source), sk: name },
    gsi2: { pk: codebuildSource(source.codebuild.project), sk: name },
  }),
})

/** All pipelines, by name. */
export const allPipelines = { index: 'gsi1', pk: 'pipelines' } as const

/** The pipeline's line in the list of all: its own indexes lead from its sources. */
export const pipelineEntryEntity = defineEntity({
  name: 'pipeline-entry',
  itemVersion: 1,
  schema: z.object({ ...revisioned, pipeline: nameSchema, service: nameSchema }),
  keyFields: ['pipeline'],
  key: ({ pipeline }) => ({ pk: `pipeline#${pipeline}`, sk: 'entry' }),
  indexes: ({ pipeline }) => ({ gsi1: { pk: allPipelines.pk, sk: pipeline } }),
})

/** The pipelines that something feeds, by its name, whatever the branch. */
export const fedPipelines = (source: string) => ({ pk: `source#${source}` })

/** One thing that feeds a pipeline beside its branch and its build project: a repository as a whole, a CodePipeline. */
export const pipelineSourceEntity = defineEntity({
  name: 'pipeline-source',
  itemVersion: 1,
  schema: z.object({ ...revisioned, source: z.string(), pipeline: nameSchema }),
  keyFields: ['source', 'pipeline'],
  key: ({ source, pipeline }) => ({ pk: `source#${source}`, sk: pipeline }),
})

/** What is known of an execution of a CodePipeline: its commit and its end come in either order. */
export const executionEntity = defineEntity({
  name: 'codepipeline-execution',
  itemVersion: 1,
  schema: z.object({
    ...revisioned,
    execution: z.string(),
    codepipeline: z.string(),
    commit: z.string().optional(),
    end: buildNoteSchema.optional(),
    rememberedUntilSec: z.int(),
  }),
  keyFields: ['execution'],
  key: ({ execution }) => ({ pk: `codepipeline-execution#${execution}`, sk: 'execution' }),
  expiresAtSec: ({ rememberedUntilSec }) => rememberedUntilSec,
})

/** Somebody asked for a version or a commit to be released, perhaps before it was built. */
export const releaseRequestEntity = defineEntity({
  name: 'release-request',
  itemVersion: 1,
  schema: z.object({ ...releaseRequestSchema.shape, ...revisioned }),
  keyFields: ['pipeline', 'ref'],
  key: ({ pipeline, ref }) => ({ pk: `pipeline#${pipeline}`, sk: `request#${ref}` }),
})

export const changeEntity = defineEntity({
  name: 'change',
  itemVersion: 1,
  schema: z.object({ ...changeSchema.shape, ...revisioned }),
  keyFields: ['pipeline', 'commit'],
  key: ({ pipeline, commit }) => ({ pk: `pipeline#${pipeline}`, sk: `change#${commit}` }),
  indexes: ({ pipeline, commit, pushedAtMs }) => ({
    gsi1: { pk: `changes#${pipeline}`, sk: `${isoTime(pushedAtMs)}#${commit}` },
  }),
})

/** A pipeline's changes that were pushed in a stretch of time, both ends included, in order. */
export const changesPushed = (pipeline: string, fromMs: number, toMs: number) => ({
  index: 'gsi1' as const,
  pk: `changes#${pipeline}`,
  skBetween: [`${isoTime(fromMs)}#`, `${isoTime(toMs)}#~`] as const,
})

/** What is known of a change beyond its commit. Apart from it: a list of files may be long, and is read once. */
export const changeFactsEntity = defineEntity({
  name: 'change-facts',
  itemVersion: 1,
  schema: z.object({ ...describedChangeSchema.shape, ...revisioned, pipeline: nameSchema, commit: z.string() }),
  keyFields: ['pipeline', 'commit'],
  key: ({ pipeline, commit }) => ({ pk: `pipeline#${pipeline}`, sk: `change-facts#${commit}` }),
})
