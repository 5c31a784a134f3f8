/** What build systems say of a change beside an artifact: builds that failed, executions that ended. Shapes: AWS CodeBuild and CodePipeline user guides. */
import * as z from 'zod'
import { parseIsoTimeMs } from '../clock.ts'
import type { BuildNote } from './pipeline.ts'

const commitHash = /^[0-9a-f]{7,64}$/

const phaseSchema = z.object({
  'phase-type': z.string(),
  'phase-status': z.string().optional(),
  'phase-context': z.array(z.string()).default([]),
})

export const buildFailedSchema = z.object({
  source: z.literal('aws.codebuild'),
  'detail-type': z.literal('CodeBuild Build State Change'),
  time: z.iso.datetime(),
  detail: z.object({
    'build-status': z.enum(['FAILED', 'FAULT', 'TIMED_OUT', 'STOPPED']),
    'project-name': z.string(),
    'build-id': z.string(),
    'additional-information': z.object({
      /** A commit, or whatever was asked for where the build ended before it was resolved. */
      'source-version': z.string().default(''),
      phases: z.array(phaseSchema).default([]),
    }),
  }),
})

export interface FailedBuild {
  readonly project: string
  /** Absent where the build ended before it had its sources. */
  readonly commit?: string
  readonly note: BuildNote
}

export function failedBuild({ detail, time }: z.output<typeof buildFailedSchema>): FailedBuild {
  const { 'build-status': status, 'project-name': project, 'build-id': id } = detail
  const { 'source-version': version, phases } = detail['additional-information']
  const failed = phases.find(({ 'phase-status': ended }) => ended !== undefined && ended !== 'SUCCEEDED')
  const context = failed?.['phase-context'].filter((text) => text.trim() !== '').join(' ') ?? ''
  const where = failed === undefined ? '' : ` in ${failed['phase-type']}`
  const note: BuildNote = {
    system: 'codebuild',
    id,
    state: status === 'STOPPED' ? 'stopped' : 'failed',
    sentence: `Build of ${project}: ${status}${where}${context === '' ? '' : `: ${context}`}`.slice(0, 1_000),
    atMs: parseIsoTimeMs(time) ?? 0,
  }
  return { project, ...(commitHash.test(version) && { commit: version }), note }
}

const execution = { pipeline: z.string(), 'execution-id': z.string() }

const executionEndedSchema = z.object({
  source: z.literal('aws.codepipeline'),
  'detail-type': z.literal('CodePipeline Pipeline Execution State Change'),
  time: z.iso.datetime(),
  detail: z.object({
    ...execution,
    state: z.enum(['SUCCEEDED', 'FAILED', 'STOPPED', 'CANCELED', 'SUPERSEDED']),
    'stop-execution-comments': z.string().optional(),
  }),
})

/** The source action of an execution names the commit that it carries. */
const sourceFetchedSchema = z.object({
  source: z.literal('aws.codepipeline'),
  'detail-type': z.literal('CodePipeline Action Execution State Change'),
  time: z.iso.datetime(),
  detail: z.object({
    ...execution,
    state: z.literal('SUCCEEDED'),
    type: z.object({ category: z.literal('Source') }),
    'execution-result': z.object({ 'external-execution-id': z.string() }),
  }),
})

export const codepipelineSchema = z.discriminatedUnion('detail-type', [executionEndedSchema, sourceFetchedSchema])

export interface ExecutionWord {
  readonly codepipeline: string
  readonly execution: string
  readonly commit?: string
  readonly end?: BuildNote
}

/** What one event adds to what is known of an execution. */
export function executionWord(event: z.output<typeof codepipelineSchema>): ExecutionWord {
  const { pipeline: codepipeline, 'execution-id': id } = event.detail
  if (event['detail-type'] === 'CodePipeline Action Execution State Change') {
    const commit = event.detail['execution-result']['external-execution-id']
    return { codepipeline, execution: id, ...(commitHash.test(commit) && { commit }) }
  }
  const { state, 'stop-execution-comments': comment } = event.detail
  const note: BuildNote = {
    system: 'codepipeline',
    id,
    state: state === 'SUCCEEDED' ? 'succeeded' : state === 'FAILED' ? 'failed' : 'stopped',
    sentence: `Execution of ${codepipeline}: ${state}${comment === undefined ? '' : `: ${comment}`}`.slice(0, 1_000),
    atMs: parseIsoTimeMs(event.time) ?? 0,
  }
  return { codepipeline, execution: id, end: note }
}
