/** Everything that happened to groups, in order: what a person reads who asks why two alerts are together. */

import type { GroupId } from './group.ts'
import type { Candidate } from './likelihood.ts'
import type { Link } from './link.ts'
import type { PagePart } from './page.ts'
import type { RollbackProposal } from './proposal.ts'

export type AuditEntry =
  | { readonly kind: 'opened'; readonly atMs: number; readonly group: GroupId; readonly fingerprint: string }
  | {
      readonly kind: 'joined'
      readonly atMs: number
      readonly group: GroupId
      readonly fingerprint: string
      readonly link: Link
    }
  | {
      readonly kind: 'merged'
      readonly atMs: number
      readonly group: GroupId
      readonly absorbed: GroupId
      readonly gainNats: number
    }
  | {
      readonly kind: 'split'
      readonly atMs: number
      readonly group: GroupId
      readonly into: GroupId
      /** Services of the symptoms that left. */
      readonly services: readonly string[]
      readonly gainNats: number
    }
  | {
      /** `moved`: fits the other group better. `evicted`: looks like a stray alert that the cause does not explain. */
      readonly kind: 'moved' | 'evicted'
      readonly atMs: number
      readonly group: GroupId
      readonly into: GroupId
      readonly services: readonly string[]
    }
  | {
      readonly kind: 'cause-changed'
      readonly atMs: number
      readonly group: GroupId
      readonly from: Candidate | undefined
      readonly to: Candidate
      readonly probability: number
    }
  | {
      readonly kind: 'paged'
      readonly atMs: number
      readonly group: GroupId
      readonly nats: number
      readonly parts: readonly PagePart[]
    }
  | {
      readonly kind: 'rollback-proposed'
      readonly atMs: number
      readonly group: GroupId
      readonly proposal: RollbackProposal
    }
  | { readonly kind: 'closed'; readonly atMs: number; readonly group: GroupId }
