/** `houston review`: the review of an incident (correction of error), its action items, its document. */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseIsoTimeMs } from '@houston/core/clock.ts'
import type { ActionItem, Lint, ReviewItem } from '@houston/core/review'
import { type Command, InvalidArgumentError } from 'commander'
import type { Client } from '../client.ts'
import { print, table } from '../output.ts'
import { answer, clientOf, common, flagsOf } from './context.ts'

export function addReview(program: Command): void {
  const review = program
    .command('review')
    .description('what was learnt from incidents, and what is done about it; also by the id of the incident')
  addList(review)
  addShow(review)
  addWrite(review)
  addReach(review)
  addItems(review)
}

/** A review is named by its own id or by its incident's. */
async function reviewIdOf(client: Client, id: string): Promise<string> {
  if (id.startsWith('rev_')) return id
  return (await client.command<ReviewItem>('review.find', { incidentId: id })).id
}

function addList(review: Command): void {
  common(review.command('list'))
    .description('reviews that are not done; of one service all, the newest first')
    .option('--service <name>', 'of this service')
    .action(async ({ service }: { service?: string }, command: Command) => {
      const input = service === undefined ? {} : { service }
      const { items } = await clientOf(command).command<{ items: ReviewItem[] }>('review.list', input)
      const rows = items.map(({ id, incidentId, state, service: of, author, openItems, title }) => [
        id,
        incidentId,
        state,
        of,
        author,
        String(openItems),
        title,
      ])
      const text = table(['review', 'incident', 'state', 'service', 'author', 'open items', 'title'], rows)
      answer(command, items, items.length === 0 ? 'No review.' : text)
    })
}

function addShow(review: Command): void {
  common(review.command('show <review>', { isDefault: true }))
    .description('the whole review as Markdown')
    .option('--markdown', 'as Markdown (the default)')
    .option('--out <file>', 'write it to a file')
    .addHelpText('after', '\nExample:\n  houston review inc_01… --markdown --out coe.md')
    .action(async (id: string, { out }: { out?: string }, command: Command) => {
      const client = clientOf(command)
      const reviewId = await reviewIdOf(client, id)
      if (flagsOf(command).json) return answer(command, await client.command('review.get', { reviewId }), '')
      const { markdown } = await client.command<{ markdown: string }>('review.markdown', { reviewId })
      if (out === undefined) return print(markdown)
      writeFileSync(out, markdown)
      print(`${reviewId} is in ${out}`)
    })
  common(review.command('lint <review>'))
    .description('what it is still wanting')
    .action(async (id: string, _flags: unknown, command: Command) => {
      const client = clientOf(command)
      const { lint } = await client.command<{ lint: Lint[] }>('review.lint', { reviewId: await reviewIdOf(client, id) })
      const text = lint.map(({ path, sentence }) => `${path}: ${sentence}`).join('\n')
      answer(command, lint, text === '' ? 'Nothing.' : text)
    })
}

function addWrite(review: Command): void {
  common(review.command('write <review>'))
    .description('write parts of it, from a JSON file: summary, rootCause, whys, factors, lessons, author')
    .requiredOption('--file <file>', 'the parts, as JSON')
    .action(async (id: string, { file }: { file: string }, command: Command) => {
      const client = clientOf(command)
      const parts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
      const input = { ...parts, reviewId: await reviewIdOf(client, id) }
      const written = await client.command<ReviewItem>('review.write', input)
      answer(command, written, `${written.id} is ${written.state}`)
    })
}

function addReach(review: Command): void {
  common(review.command('reach <review> <stage>'))
    .description('say that it did what its next stage asks for: preliminary, analysed, agreed')
    .action(async (id: string, stage: string, _flags: unknown, command: Command) => {
      const client = clientOf(command)
      const input = { reviewId: await reviewIdOf(client, id), stage }
      const reached = await client.command<ReviewItem>('review.reach', input)
      answer(command, reached, `${reached.id} is ${reached.state}`)
    })
}

function date(text: string): number {
  const atMs = parseIsoTimeMs(text)
  if (atMs === undefined) throw new InvalidArgumentError('must be a date such as 2026-04-01')
  return atMs
}

interface ItemFlags {
  readonly owner: string
  readonly priority: string
  readonly due: number
  readonly kind: string
}

function addItems(review: Command): void {
  common(review.command('item <review> <title>'))
    .description('add an action item')
    .requiredOption('--owner <name>', 'who does it')
    .requiredOption('--priority <P1|P2|P3>', 'how urgent it is')
    .requiredOption('--due <date>', 'until when', date)
    .option('--kind <kind>', 'prevent, detect, mitigate or process', 'prevent')
    .action(async (id: string, title: string, { owner, priority, due, kind }: ItemFlags, command: Command) => {
      const client = clientOf(command)
      const input = { reviewId: await reviewIdOf(client, id), title, owner, priority, dueAtMs: due, kind }
      const item = await client.command<ActionItem>('review.add-item', input)
      answer(command, item, `${item.id}: ${item.title}`)
    })
  common(review.command('reopen <review> <item>'))
    .description('take an action item up again')
    .requiredOption('--why <reason>', 'the reason, for the record')
    .action(async (id: string, itemId: string, { why }: { why: string }, command: Command) => {
      const client = clientOf(command)
      const input = { reviewId: await reviewIdOf(client, id), itemId, why }
      const again = await client.command<ReviewItem>('review.reopen-item', input)
      answer(command, again, `${again.id} is ${again.state}, ${again.openItems} items are open`)
    })
  common(review.command('done <review> <item>'))
    .description('say that an action item is done')
    .requiredOption('--outcome <text>', 'what was done, or where it can be seen')
    .action(async (id: string, itemId: string, { outcome }: { outcome: string }, command: Command) => {
      const client = clientOf(command)
      const input = { reviewId: await reviewIdOf(client, id), itemId, outcome }
      const done = await client.command<ReviewItem>('review.finish-item', input)
      answer(command, done, `${done.id} is ${done.state}, ${done.openItems} items are open`)
    })
}
