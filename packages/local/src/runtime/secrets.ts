/** The secrets of a local Houston: made at the first start, kept readable by their owner alone, never in the table or a log. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const secretsSchema = z.object({
  /** What the AWS SDKs and CLI sign with on this machine. */
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  /** The command API's bearer token, as an admin. */
  adminToken: z.string(),
  githubSecret: z.string(),
  /** Of the local traffic router's control API. */
  routerToken: z.string(),
  /** The bearer token of whoever sends alerts. */
  alertToken: z.string(),
  pagerdutySecret: z.string(),
  /** What links to subscribers are sealed with. */
  sealSecret: z.string(),
})
export type Secrets = z.infer<typeof secretsSchema>

export const secretsFile = (directory: string): string => join(directory, 'secrets.json')
/** The admin's token alone, for scripts. */
export const tokenFile = (directory: string): string => join(directory, 'token')

export function openSecrets(directory: string): Secrets {
  const file = secretsFile(directory)
  const secret = (): string => randomBytes(24).toString('base64url')
  const accessKeyId = `HOUSTON${randomBytes(8).toString('hex').toUpperCase()}`
  // A directory of an older Houston lacks what was not known then.
  const kept = existsSync(file) ? secretsSchema.partial().parse(JSON.parse(readFileSync(file, 'utf8'))) : {}
  const secrets: Secrets = {
    accessKeyId,
    secretAccessKey: secret(),
    adminToken: secret(),
    githubSecret: secret(),
    routerToken: secret(),
    alertToken: secret(),
    pagerdutySecret: secret(),
    sealSecret: secret(),
    ...(kept as Partial<Secrets>),
  }
  if (Object.keys(kept).length === Object.keys(secrets).length) return secrets
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  writeFileSync(tokenFile(directory), `${secrets.adminToken}\n`, { mode: 0o600 })
  return secrets
}
