/** What exit statuses mean: programs branch on them. */
export const exitStatus = {
  done: 0,
  /** Something failed that is not one of the others. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** No Houston answers. */
  unreachable: 3,
  /** Houston refused, with a coded error. */
  refused: 4,
  /** The release that was waited for ended other than completed. */
  notCompleted: 5,
} as const
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus]

/** Ends a command with a status and the sentence that explains it. */
export class CommandFailure extends Error {
  readonly status: ExitStatus
  /** What `--json` prints. */
  readonly facts: Readonly<Record<string, unknown>>

  constructor(status: ExitStatus, message: string, facts: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.status = status
    this.facts = { message, ...facts }
  }
}
