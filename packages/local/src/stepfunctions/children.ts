/** Parallel and Map states: starting branches and items, joining them, and what happens when one fails. */
import type { Json } from '@houston/core/json.ts'
import { NotImplemented } from '../aws-service.ts'
import { argumentsOf, countOf, isJsonPath, itemsOf, selectItem } from './dataflow.ts'
import { blockAt, type StateDefinition } from './definition.ts'
import type { Children, Frame } from './execution.ts'
import { jsonType } from './expression.ts'
import { failState, guarded } from './fail.ts'
import { evaluationFailure, runtimeFailure, StateFailure, toleratedFailureExceeded } from './failure.ts'
import { checkPayload, leaveState } from './leave.ts'
import { placeOf, type Step } from './step.ts'

export function createFrame(
  step: Step,
  facts: Pick<Frame, 'index' | 'path' | 'input' | 'lastEventId'> & Partial<Pick<Frame, 'parent' | 'item'>>,
): Frame {
  const frame: Frame = {
    ...facts,
    id: step.execution.nextFrame++,
    variables: {},
    state: blockAt(step.definition, facts.path).StartAt,
    enteredEventId: 0,
    enteredMs: step.facts.nowMs,
    attempt: 0,
    retryCount: 0,
    retries: [],
    timers: [],
    phase: { kind: 'ready' },
  }
  step.execution.frames[frame.id] = frame
  step.ready.push(frame.id)
  return frame
}

export async function startParallel(step: Step, frame: Frame): Promise<void> {
  const branches = step.stateOf(frame).Branches ?? []
  const input = await argumentsOf(step, frame)
  checkPayload(frame.state, input)
  step.record(frame, 'ParallelStateStarted')
  frame.phase = { kind: 'children', results: branches.map(() => null), failed: [], pending: branches.length }
  for (const index of branches.keys()) {
    const path = [...frame.path, 'States', frame.state, 'Branches', String(index)]
    createFrame(step, { parent: frame.id, index, path, input, lastEventId: frame.lastEventId })
  }
}

export async function startMap(step: Step, frame: Frame): Promise<void> {
  refuseDistributed(step.stateOf(frame))
  const items = await itemsOf(step, frame)
  if (!Array.isArray(items)) throw notAnArray(step, frame, items)
  const maxConcurrency = (await countOf(step, frame, 'MaxConcurrency')) ?? 0
  const count = await countOf(step, frame, 'ToleratedFailureCount')
  const percentage = await countOf(step, frame, 'ToleratedFailurePercentage')
  step.record(frame, 'MapStateStarted', { length: items.length })
  const tolerated = { ...(count !== undefined && { count }), ...(percentage !== undefined && { percentage }) }
  frame.phase = {
    kind: 'children',
    results: items.map(() => null),
    failed: [],
    pending: items.length,
    map: { items, next: 0, maxConcurrency, tolerated },
  }
  if (items.length === 0) return joined(step, frame, [])
  await startItems(step, frame, frame.phase)
}

function refuseDistributed(state: StateDefinition): void {
  for (const field of ['ItemReader', 'ItemBatcher', 'ResultWriter'] as const)
    if (state[field] !== undefined) throw new NotImplemented(`a Map state's ${field}`)
  if ((state.ItemProcessor ?? state.Iterator)?.ProcessorConfig?.Mode === 'DISTRIBUTED')
    throw new NotImplemented('distributed Map states')
}

function notAnArray(step: Step, frame: Frame, items: Json): StateFailure {
  const sentence = `Map state input must be an array but was: ${jsonType(items)}`
  return isJsonPath(step, frame)
    ? runtimeFailure(placeOf(frame), sentence)
    : evaluationFailure(placeOf(frame), 'Items', sentence)
}

/** Starts items as far as MaxConcurrency lets it. */
async function startItems(step: Step, frame: Frame, children: Children): Promise<void> {
  const { map } = children
  if (map === undefined) return
  const state = step.stateOf(frame)
  const processor = state.ItemProcessor === undefined ? 'Iterator' : 'ItemProcessor'
  const path = [...frame.path, 'States', frame.state, processor]
  let running = step.childrenOf(frame).length
  while (map.next < map.items.length && (map.maxConcurrency === 0 || running < map.maxConcurrency)) {
    const item = { Index: map.next, Value: map.items[map.next] ?? null }
    const input = await selectItem(step, frame, item)
    checkPayload(frame.state, input)
    const lastEventId = step.record(frame, 'MapIterationStarted', { name: frame.state, index: item.Index })
    createFrame(step, { parent: frame.id, index: item.Index, path, item, input, lastEventId })
    map.next++
    running++
  }
}

function childrenState(step: Step, child: Frame): { parent: Frame; children: Children } {
  const parent = step.parentOf(child)
  if (parent?.phase.kind !== 'children') throw new Error(`frame ${child.id} has no parent at work`)
  return { parent, children: parent.phase }
}

export async function childSucceeded(step: Step, child: Frame, output: Json): Promise<void> {
  const { parent, children } = childrenState(step, child)
  children.results[child.index] = output
  if (children.map !== undefined)
    step.record(child, 'MapIterationSucceeded', { name: parent.state, index: child.index })
  await childEnded(step, child, parent, children)
}

async function childEnded(step: Step, child: Frame, parent: Frame, children: Children): Promise<void> {
  parent.lastEventId = child.lastEventId
  delete step.execution.frames[child.id]
  children.pending--
  await guarded(step, parent, async () => {
    if (children.pending > 0) return startItems(step, parent, children)
    const failed = new Set(children.failed)
    await joined(
      step,
      parent,
      children.results.filter((_, index) => !failed.has(index)),
    )
  })
}

async function joined(step: Step, frame: Frame, result: Json[]): Promise<void> {
  const state = step.stateOf(frame)
  step.record(frame, `${state.Type}StateSucceeded`)
  await leaveState(step, frame, state, { result })
}

/** A branch's failure is the Parallel's own; an item's may be tolerated. */
export async function childFailed(step: Step, child: Frame, failure: StateFailure): Promise<void> {
  const { parent, children } = childrenState(step, child)
  const { map } = children
  let verdict: StateFailure | undefined = failure
  if (map !== undefined) {
    step.record(child, 'MapIterationFailed', { name: parent.state, index: child.index })
    children.failed.push(child.index)
    verdict = mapVerdict(map, children.failed.length, failure)
    if (verdict === undefined) return childEnded(step, child, parent, children)
    remove(step, child)
  }
  abortChildren(step, parent)
  parent.lastEventId = step.execution.eventCount
  const { error, cause, heartbeat } = verdict
  await failState(step, parent, new StateFailure(error, cause, { heartbeat }))
}

/** Undefined while the failures so far are tolerated. */
function mapVerdict(
  map: NonNullable<Children['map']>,
  failures: number,
  failure: StateFailure,
): StateFailure | undefined {
  const { count, percentage } = map.tolerated
  if (count === undefined && percentage === undefined) return failure
  const overCount = count !== undefined && failures > count
  const overPercentage = percentage !== undefined && (failures / map.items.length) * 100 > percentage
  // With both limits given, reaching either is too much; 0 in one of them does not cancel the other.
  return overCount || overPercentage ? toleratedFailureExceeded() : undefined
}

const abortable = new Set(['Task', 'Wait', 'Parallel', 'Map'])

/** Stops what runs inside a Parallel or Map state, innermost first, leaving an event for each state cut short. */
export function abortChildren(step: Step, frame: Frame): void {
  const isMap = frame.phase.kind === 'children' && frame.phase.map !== undefined
  for (const child of step.childrenOf(frame)) {
    abortChildren(step, child)
    const { Type } = step.stateOf(child)
    if (abortable.has(Type)) step.record(child, `${Type}StateAborted`)
    if (isMap) step.record(child, 'MapIterationAborted', { name: frame.state, index: child.index })
    remove(step, child)
  }
}

function remove(step: Step, frame: Frame): void {
  step.clear(frame)
  delete step.execution.frames[frame.id]
}
