/** What the lock file says of the packages that are installed, and what is wrong with any of them. */
import * as z from 'zod'

const entrySchema = z.object({
  version: z.string().optional(),
  license: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  link: z.boolean().default(false),
  dev: z.boolean().default(false),
  hasInstallScript: z.boolean().default(false),
})
const lockSchema = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), entrySchema) })
type Entry = z.output<typeof entrySchema>

export interface Locked extends Entry {
  readonly name: string
}

/** Terms under which a package may be part of Houston: all let it be used, changed and passed on with a notice. */
const shippedLicences: ReadonlySet<string> = new Set([
  ...['MIT', 'MIT-0', 'Apache-2.0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Unlicense', 'BlueOak-1.0.0'],
])
/** Beside those, what tools that are not shipped may have. */
const toolLicences: ReadonlySet<string> = new Set([...shippedLicences, 'MPL-2.0', 'Python-2.0', 'CC-BY-4.0', 'CC0-1.0'])

/** Every package of the lock file that comes from outside. */
export function lockedPackages(lock: unknown): Locked[] {
  return Object.entries(lockSchema.parse(lock).packages)
    .filter(([path, { link }]) => path.includes('node_modules/') && !link)
    .map(([path, entry]) => ({
      ...entry,
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    }))
}

/** `A OR B` is a choice: one that is allowed is enough. `A AND B` binds to both. */
export function isAllowed(expression: string, allowed: ReadonlySet<string>): boolean {
  const plain = expression.replaceAll(/[()]/g, ' ').trim()
  if (plain.includes(' AND ')) return plain.split(' AND ').every((part) => isAllowed(part, allowed))
  return plain.split(' OR ').some((part) => allowed.has(part.trim()))
}

/** One sentence per thing that is wrong; empty where nothing is. */
export function lockProblems(packages: readonly Locked[], mayRunScripts: ReadonlySet<string>): string[] {
  return packages.flatMap(({ name, version, license, integrity, resolved, dev, hasInstallScript }) => {
    const problems: string[] = []
    const allowed = dev ? toolLicences : shippedLicences
    if (license === undefined) problems.push('names no licence')
    else if (!isAllowed(license, allowed))
      problems.push(`is under ${license}, which ${dev ? 'no tool' : 'nothing shipped'} may be`)
    if (integrity === undefined || !integrity.startsWith('sha512-')) problems.push('has no SHA-512 to be held against')
    if (resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'))
      problems.push(`comes from ${new URL(resolved).host}`)
    if (hasInstallScript && !mayRunScripts.has(name))
      problems.push('runs a script when it is installed, and nobody decided whether it may')
    return problems.map((problem) => `${name}@${version ?? '?'} ${problem}`)
  })
}
