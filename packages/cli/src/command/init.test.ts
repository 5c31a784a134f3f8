import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseManifest } from '@houston/core/manifest'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeExamples } from './init.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'houston-init-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

describe('the examples of houston init', () => {
  it('pass the check as they are written, and name one service', () => {
    writeExamples(directory)
    const files = readdirSync(directory).map((file) => ({ file, text: readFileSync(join(directory, file), 'utf8') }))
    const { problems, documents } = parseManifest(files)
    expect(problems).toEqual([])
    const named = (wanted: string) => documents.filter(({ kind }) => kind === wanted)
    expect(named('Pipeline').map(({ input }) => input.service)).toEqual(named('Component').map(({ name }) => name))
  })

  it('leave what is there as it is', () => {
    writeFileSync(join(directory, 'pipeline.yaml'), 'mine')
    const files = writeExamples(directory)
    expect(readFileSync(join(directory, 'pipeline.yaml'), 'utf8')).toBe('mine')
    expect(files.map(({ file, written }) => [file.slice(directory.length + 1), written])).toEqual([
      ['catalog-info.yaml', true],
      ['pipeline.yaml', false],
    ])
  })
})
