import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { takeOwnership } from '../dynamodb/ownership.ts'
import { restoreBackup, takeBackup, verifyBackup } from './index.ts'

const takenAt = '2026-03-02T09:00:00.000Z'
let root: string
let directory: string
let folder: string

function database(name: string): DatabaseSync {
  const opened = new DatabaseSync(join(directory, name))
  opened.exec('pragma journal_mode = wal; create table if not exists items (pk text, body blob, n integer)')
  return opened
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'houston-backup-'))
  directory = join(root, 'houston')
  folder = join(root, 'monday')
  mkdirSync(directory)
  for (const name of ['runtime.db', 'table.db']) {
    const opened = database(name)
    const insert = opened.prepare('insert into items values (?, ?, ?)')
    for (let n = 0; n < 50; n++) insert.run(`${name}-${n}`, new Uint8Array([n]), n)
    opened.close()
  }
  writeFileSync(join(directory, 'secrets.json'), '{"s":1}')
  writeFileSync(join(directory, 'token'), 't')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const code = (wanted: string) => expect.objectContaining({ code: wanted })
const options = { replace: false, suffix: 'before' }

describe('a backup', () => {
  it('is whole and the same when it is restored elsewhere, secrets included', async () => {
    takeBackup(directory, folder, takenAt)
    expect(verifyBackup(folder).databases['table.db'].items?.rows).toBe(50)
    const target = join(root, 'elsewhere')
    const restored = await restoreBackup(folder, target, options)
    expect(restored).toMatchObject({ directory: target, manifest: { takenAt } })
    expect(readFileSync(join(target, 'secrets.json'), 'utf8')).toBe('{"s":1}')
    const again = takeBackup(target, join(root, 'again'), takenAt)
    expect(again.manifest).toEqual(restored.manifest)
  })

  it('holds what was committed, and nothing of a transaction under way', () => {
    const writer = database('table.db')
    writer.exec("begin; insert into items values ('uncommitted', null, 1)")
    takeBackup(directory, folder, takenAt)
    writer.exec('commit')
    writer.close()
    expect(verifyBackup(folder).databases['table.db'].items?.rows).toBe(50)
  })

  it('is not begun where there is nothing, and never written over', () => {
    expect(() => takeBackup(join(root, 'nowhere'), folder, takenAt)).toThrow(code('backup.nothing-there'))
    takeBackup(directory, folder, takenAt)
    expect(() => takeBackup(directory, folder, takenAt)).toThrow(code('backup.folder-there'))
  })

  it('is refused where it is not what its manifest says, and nothing is changed', async () => {
    takeBackup(directory, folder, takenAt)
    const broken = join(root, 'broken')
    const damages: [string, (at: string) => void][] = [
      ['a file is gone', (at) => rmSync(join(at, 'table.db'))],
      ['a file is cut', (at) => truncateSync(join(at, 'table.db'), 5_000)],
      ['no manifest', (at) => rmSync(join(at, 'backup.json'))],
      ['a manifest that is not JSON', (at) => writeFileSync(join(at, 'backup.json'), '{')],
      ['a row is gone', (at) => change(at, 'delete from items where n = 7')],
      ['a value differs', (at) => change(at, 'update items set n = 8 where n = 7')],
      ['a row more', (at) => change(at, "insert into items values ('more', null, 0)")],
    ]
    for (const [name, damage] of damages) {
      rmSync(broken, { recursive: true, force: true })
      cpSync(folder, broken, { recursive: true })
      damage(broken)
      const target = join(root, 'target')
      await expect(restoreBackup(broken, target, options), name).rejects.toThrow(code('backup.damaged'))
      expect(existsSync(target), name).toBe(false)
    }
  })
})

function change(at: string, statement: string): void {
  const opened = new DatabaseSync(join(at, 'table.db'))
  opened.exec(statement)
  opened.close()
}

describe('a restore', () => {
  it('puts aside what is there, only where that is asked for', async () => {
    takeBackup(directory, folder, takenAt)
    await expect(restoreBackup(folder, directory, options)).rejects.toThrow(code('backup.directory-in-use'))
    writeFileSync(join(directory, 'mine'), 'kept')
    const { putAside } = await restoreBackup(folder, directory, { replace: true, suffix: 'before' })
    expect(putAside).toBe(`${directory}.before`)
    expect(readFileSync(join(`${directory}.before`, 'mine'), 'utf8')).toBe('kept')
    expect(existsSync(join(directory, 'mine'))).toBe(false)
  })

  it('is refused where a Houston runs, and leaves it alone', async () => {
    takeBackup(directory, folder, takenAt)
    const ownership = await takeOwnership(join(directory, 'table.db'))
    await expect(restoreBackup(folder, directory, { replace: true, suffix: 'before' })).rejects.toThrow(
      code('backup.directory-in-use'),
    )
    ownership.release()
    expect(existsSync(`${directory}.before`)).toBe(false)
  })
})
