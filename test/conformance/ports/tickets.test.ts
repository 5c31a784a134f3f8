/** Every tracker against the one suite, and what each alone must be sent. */
import { GithubTickets } from '@houston/core/http/github-tickets.ts'
import { JiraTickets } from '@houston/core/http/jira-tickets.ts'
import { expect, test } from 'vitest'
import { FakeGithub, FakeJira } from '../../harness/fake-tracker.ts'
import { testOutbound } from './pager.ts'
import { describeTickets } from './tickets.ts'

const token = 'a-token-of-thirty-two-characters'
const email = 'houston@example.com'
const text = { marker: 'itm_1', title: 'Renew\nit', body: 'First.\n\nSecond.', dueOn: '2026-03-09' }

describeTickets('GitHub Issues', {
  tracker: new FakeGithub(),
  make: (url) => new GithubTickets(testOutbound, { url, token }),
  unset: (url) => new GithubTickets(testOutbound, { url, token: '' }),
  project: 'acme/checkout',
  notAProject: 'acme/checkout/../..',
  secrets: [token],
})

describeTickets('Jira', {
  tracker: new FakeJira(),
  make: (url) => new JiraTickets(testOutbound, { url, email, token }),
  unset: (url) => new JiraTickets(testOutbound, { url, email: '', token: '' }),
  project: 'OPS',
  notAProject: 'OPS" OR project = "HR',
  secrets: [token, Buffer.from(`${email}:${token}`).toString('base64')],
})

test('GitHub is sent its version, a user agent, and the marker where nobody sees it', async () => {
  const tracker = await new FakeGithub().start()
  await new GithubTickets(testOutbound, { url: tracker.url, token }).create('acme/checkout', text)
  const [asked] = tracker.requests
  expect(asked?.headers).toMatchObject({
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'user-agent': 'houston',
    'x-github-api-version': '2022-11-28',
  })
  expect(JSON.parse(asked?.body ?? '')).toEqual({
    title: 'Renew\nit',
    body: 'First.\n\nSecond.\n\nDue on 2026-03-09.\n\n<!-- houston:itm_1 -->',
  })
  await tracker.stop()
})

test('Jira is sent a document of paragraphs, a summary of one line, and the marker as a label', async () => {
  const tracker = await new FakeJira().start()
  await new JiraTickets(testOutbound, { url: tracker.url, email, token }).create('OPS', text)
  const [asked] = tracker.requests
  expect([asked?.path, asked?.headers.authorization]).toEqual([
    '/rest/api/3/issue',
    `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`,
  ])
  const paragraph = (words: string) => ({ type: 'paragraph', content: [{ type: 'text', text: words }] })
  expect(JSON.parse(asked?.body ?? '')).toEqual({
    fields: {
      project: { key: 'OPS' },
      issuetype: { name: 'Task' },
      summary: 'Renew it',
      labels: ['houston', 'houston-itm_1'],
      description: {
        type: 'doc',
        version: 1,
        content: [paragraph('First.'), paragraph('Second.'), paragraph('Due on 2026-03-09.')],
      },
    },
  })
  await tracker.stop()
})
