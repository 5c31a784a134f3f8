import { expect, test } from 'vitest'
import { Activity } from '../activity.ts'
import { openDatabase } from '../database.ts'
import { GroupCommit } from './group-commit.ts'

test('changes that come together are committed together, and a bad one fails alone', async () => {
  const database = openDatabase(':memory:')
  database.exec('create table number (n integer primary key)')
  const commit = new GroupCommit(database, new Activity())
  const add = database.prepare('insert into number values (?)')
  const results = await Promise.allSettled([1, 2, 2, 3].map((n) => commit.write(() => add.run(n).changes)))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(
    database
      .prepare('select n from number order by n')
      .all()
      .map(({ n }) => n),
  ).toEqual([1, 2, 3])
})

test('a change made while another is settled still comes to be', async () => {
  const activity = new Activity()
  const commit = new GroupCommit(openDatabase(':memory:'), activity)
  const order: number[] = []
  const first = commit.write(() => order.push(1)).then(() => commit.write(() => order.push(2)))
  await first
  expect(order).toEqual([1, 2])
  await activity.idle()
})
