/** Links of messages and secrets of webhooks: sealed, so that they need no place in the table. */
import type { Context } from '../context.ts'
import type { StatusPage } from './page.ts'

export const linkPurposes = ['confirm', 'leave', 'sign'] as const
export type LinkPurpose = (typeof linkPurposes)[number]

/** What is sealed: a link for one purpose is none for another. */
export const sealed = (purpose: LinkPurpose, id: string): string => `status-page/${purpose}/${id}`

/** `<id>.<seal>`: needs no place in the table. */
export const linkToken = (ctx: Context, purpose: LinkPurpose, id: string): string =>
  `${id}.${ctx.ports.seals.make(sealed(purpose, id))}`
/** What a subscriber's webhook is signed with: told once, kept nowhere. */
export const signingSecretOf = (ctx: Context, id: string): string => ctx.ports.seals.make(sealed('sign', id))
/** That and what it was under secrets that still count: a subscriber who was told an older one can still check. */
export const signingSecretsOf = (ctx: Context, id: string): readonly string[] =>
  ctx.ports.seals.makeEach(sealed('sign', id))
export const leaveUrl = (ctx: Context, page: StatusPage, id: string): string =>
  `${page.url}/unsubscribe/${linkToken(ctx, 'leave', id)}`
