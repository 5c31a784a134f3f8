/** Secrets, set with `sst secret set`: never in the table, a log or the repository. */
import { topology } from '../topology.ts'

export type Secrets = Readonly<Record<string, sst.Secret>>

/** `HOUSTON_GITHUB_SECRETS` is the secret `HoustonGithubSecrets`. */
const secretName = (environmentName: string): string =>
  environmentName.toLowerCase().replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())

export function makeSecrets(): Secrets {
  const names = new Set(Object.values(topology.functions).flatMap(({ needs }) => needs.secrets ?? []))
  return Object.fromEntries([...names].sort().map((name) => [name, new sst.Secret(secretName(name), '')]))
}
