/** A person's word on a release, as it is written down: part of the transaction that tells of it. */
import type { TableWrite } from '../port/table.ts'
import { type Approval, approvalSchema } from './facts.ts'
import { approvalEntity } from './store.ts'

/** Throws a ZodError where the word is none. */
export const writeApproval = (approval: Approval, releaseId: string): TableWrite =>
  approvalEntity.create({ ...approvalSchema.parse(approval), releaseId, revision: 0 })
