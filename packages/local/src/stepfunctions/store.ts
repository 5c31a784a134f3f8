/** Executions in SQLite: each one's state, its history, and what is still to be done for it. */
import { type Database, transaction } from '../database.ts'
import type { Advance, Effect, Execution, HistoryEvent, Signal, Status } from './execution.ts'
import { quotas } from './quota.ts'

const schema = `
  create table if not exists sfn_definition (hash text primary key, body text not null) without rowid;
  create table if not exists sfn_execution (
    id integer primary key, machine text not null, name text not null, definition text not null,
    status text not null, start_ms integer not null, stop_ms integer,
    parent integer, parent_task text, parent_waits integer not null default 0, state text not null,
    unique (machine, name));
  create index if not exists sfn_execution_by_status on sfn_execution (status, stop_ms);
  create index if not exists sfn_execution_by_parent on sfn_execution (parent, parent_task) where parent is not null;
  create table if not exists sfn_event (
    execution integer not null, id integer not null, body text not null, primary key (execution, id)) without rowid;
  create table if not exists sfn_call (
    execution integer not null, task text not null, body text not null, primary key (execution, task)) without rowid;
  create table if not exists sfn_timer (
    execution integer not null, timer text not null, due_ms integer not null, primary key (execution, timer)) without rowid;
  create table if not exists sfn_token (token text primary key, execution integer not null, task text not null) without rowid;
  create index if not exists sfn_token_by_task on sfn_token (execution, task);
  create table if not exists sfn_signal (id integer primary key autoincrement, execution integer not null, body text not null);
`

export type Call = Extract<Effect, { kind: 'call' }>

export interface Stored {
  readonly id: number
  readonly definitionHash: string
  readonly execution: Execution
  readonly parent: { readonly id: number; readonly task: string; readonly waits: boolean } | undefined
}

export interface Parent {
  readonly id: number
  readonly task: string
  readonly waits: boolean
}

/** What a committed step left to do in memory. */
export interface Aftermath {
  readonly calls: readonly Call[]
  readonly timers: readonly { timer: string; dueMs: number }[]
  readonly cleared: readonly string[]
  /** Executions that have signals waiting. */
  readonly signalled: readonly number[]
}

type Row = Record<string, unknown>

export class ExecutionStore {
  readonly #database: Database
  readonly #statements = new Map<string, ReturnType<Database['prepare']>>()

  constructor(database: Database) {
    this.#database = database
    database.exec(schema)
  }

  /** Runs `work` in one transaction. */
  atomically<T>(work: () => T): T {
    return transaction(this.#database, work)
  }

  saveDefinition(hash: string, body: string): void {
    this.#run('insert into sfn_definition (hash, body) values (?, ?) on conflict do nothing', hash, body)
  }

  definition(hash: string): string | undefined {
    return this.#get('select body from sfn_definition where hash = ?', hash)?.body as string | undefined
  }

  /** A new execution with its `started` signal waiting. Call inside `atomically`. */
  create(execution: Execution, definitionHash: string, parent?: Parent): number {
    const { lastInsertRowid } = this.#run(
      `insert into sfn_execution (machine, name, definition, status, start_ms, parent, parent_task, parent_waits, state)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      execution.machineName,
      execution.name,
      definitionHash,
      execution.status,
      execution.startMs,
      parent?.id ?? null,
      parent?.task ?? null,
      parent?.waits === true ? 1 : 0,
      JSON.stringify(execution),
    )
    const id = Number(lastInsertRowid)
    this.addSignal(id, { kind: 'started' })
    return id
  }

  addSignal(execution: number, signal: Signal): void {
    this.#run('insert into sfn_signal (execution, body) values (?, ?)', execution, JSON.stringify(signal))
  }

  nextSignal(execution: number): { id: number; signal: Signal } | undefined {
    const row = this.#get('select id, body from sfn_signal where execution = ? order by id limit 1', execution)
    return row === undefined ? undefined : { id: Number(row.id), signal: JSON.parse(String(row.body)) as Signal }
  }

  dropSignal(id: number): void {
    this.#run('delete from sfn_signal where id = ?', id)
  }

  load(id: number): Stored | undefined {
    return stored(this.#get('select * from sfn_execution where id = ?', id))
  }

  find(machine: string, name: string): Stored | undefined {
    return stored(this.#get('select * from sfn_execution where machine = ? and name = ?', machine, name))
  }

  /** Newest first; `before` is the id the page starts below. */
  list(machine: string, status: Status | undefined, before: number, count: number): Stored[] {
    return this.#all(
      `select * from sfn_execution where machine = ? and id < ? and (? is null or status = ?) order by id desc limit ?`,
      machine,
      before,
      status ?? null,
      status ?? null,
      count,
    ).flatMap((row) => stored(row) ?? [])
  }

  events(execution: number, after: number, count: number, reverse: boolean): HistoryEvent[] {
    const rows = reverse
      ? this.#all(
          'select body from sfn_event where execution = ? and id < ? order by id desc limit ?',
          execution,
          after,
          count,
        )
      : this.#all(
          'select body from sfn_event where execution = ? and id > ? order by id limit ?',
          execution,
          after,
          count,
        )
    return rows.map((row) => JSON.parse(String(row.body)) as HistoryEvent)
  }

  findToken(token: string): { execution: number; task: string } | undefined {
    const row = this.#get('select execution, task from sfn_token where token = ?', token)
    return row === undefined ? undefined : { execution: Number(row.execution), task: String(row.task) }
  }

  /** Everything to take up again after a start. */
  unfinished(): { calls: [number, Call][]; timers: [number, string, number][]; signalled: number[] } {
    return {
      calls: this.#all('select execution, body from sfn_call').map((row) => [
        Number(row.execution),
        JSON.parse(String(row.body)) as Call,
      ]),
      timers: this.#all('select * from sfn_timer').map((row) => [
        Number(row.execution),
        String(row.timer),
        Number(row.due_ms),
      ]),
      signalled: this.#all('select distinct execution from sfn_signal').map((row) => Number(row.execution)),
    }
  }

  /** Writes a step: the new state, the events, and what is to be done, all of it or nothing. Call inside `atomically`. */
  save(id: number, moved: Advance, answered: Signal): Aftermath {
    const { execution, events } = moved
    if ('task' in answered && (answered.kind === 'task-returned' || answered.kind === 'task-failed'))
      this.#run('delete from sfn_call where execution = ? and task = ?', id, answered.task)
    if (answered.kind === 'timer-fired') this.#clearTimer(id, answered.timer)
    this.#run(
      'update sfn_execution set status = ?, stop_ms = ?, state = ? where id = ?',
      execution.status,
      execution.stopMs ?? null,
      JSON.stringify(execution),
      id,
    )
    for (const event of events)
      this.#run('insert into sfn_event (execution, id, body) values (?, ?, ?)', id, event.id, JSON.stringify(event))
    return this.#saveEffects(id, moved.effects)
  }

  #saveEffects(id: number, effects: readonly Effect[]): Aftermath {
    const calls = new Map<string, Call>()
    const timers = new Map<string, number>()
    const cleared: string[] = []
    const signalled: number[] = []
    for (const effect of effects) {
      switch (effect.kind) {
        case 'call':
          calls.set(effect.task, effect)
          this.#run(
            'insert into sfn_call (execution, task, body) values (?, ?, ?)',
            id,
            effect.task,
            JSON.stringify(effect),
          )
          if (effect.token !== undefined)
            this.#run('insert into sfn_token (token, execution, task) values (?, ?, ?)', effect.token, id, effect.task)
          break
        case 'abandon':
          calls.delete(effect.task)
          signalled.push(...this.#abandon(id, effect.task))
          break
        case 'set-timer':
          timers.set(effect.timer, effect.dueMs)
          this.#run('insert or replace into sfn_timer values (?, ?, ?)', id, effect.timer, effect.dueMs)
          break
        case 'clear-timer':
          timers.delete(effect.timer)
          cleared.push(effect.timer)
          this.#clearTimer(id, effect.timer)
          break
        case 'complete':
          break
      }
    }
    const set = [...timers].map(([timer, dueMs]) => ({ timer, dueMs }))
    return { calls: [...calls.values()], timers: set, cleared, signalled }
  }

  /** Forgets a task's call and token, and stops the child execution it still waits for. */
  #abandon(id: number, task: string): number[] {
    this.#run('delete from sfn_call where execution = ? and task = ?', id, task)
    this.#run('delete from sfn_token where execution = ? and task = ?', id, task)
    const running = this.#all(
      `select id from sfn_execution where parent = ? and parent_task = ? and parent_waits = 1 and status = 'RUNNING'`,
      id,
      task,
    ).map((row) => Number(row.id))
    for (const child of running) this.addSignal(child, { kind: 'stop' })
    return running
  }

  #clearTimer(id: number, timer: string): void {
    this.#run('delete from sfn_timer where execution = ? and timer = ?', id, timer)
  }

  /** Forgets executions closed longer ago than AWS remembers them, and definitions nothing runs any more. */
  prune(nowMs: number): number {
    return this.atomically(() => {
      const old = this.#all(
        `select id from sfn_execution where status <> 'RUNNING' and stop_ms <= ?`,
        nowMs - quotas.retentionMs,
      )
      for (const { id } of old) {
        this.#run('delete from sfn_event where execution = ?', Number(id))
        this.#run('delete from sfn_signal where execution = ?', Number(id))
        this.#run('delete from sfn_execution where id = ?', Number(id))
      }
      if (old.length > 0)
        this.#run('delete from sfn_definition where hash not in (select definition from sfn_execution)')
      return old.length
    })
  }

  #prepare(sql: string): ReturnType<Database['prepare']> {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  #run(sql: string, ...values: (string | number | null)[]) {
    return this.#prepare(sql).run(...values)
  }

  #get(sql: string, ...values: (string | number | null)[]): Row | undefined {
    return this.#prepare(sql).get(...values) as Row | undefined
  }

  #all(sql: string, ...values: (string | number | null)[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[]
  }
}

function stored(row: Row | undefined): Stored | undefined {
  if (row === undefined) return undefined
  const execution = JSON.parse(String(row.state)) as Execution
  const parent =
    row.parent === null
      ? undefined
      : { id: Number(row.parent), task: String(row.parent_task), waits: Number(row.parent_waits) === 1 }
  return { id: Number(row.id), definitionHash: String(row.definition), execution, parent }
}
