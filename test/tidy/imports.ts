/** Who may know whom: the direction of imports between the parts of the repository. */
import { posix } from 'node:path'
import { isNamedWhole } from './named-whole.ts'
import { rule } from './rule.ts'
import { isTest, lineOf, type Source, SyntaxKind, textOf, walk } from './source.ts'

export interface Import {
  readonly specifier: string
  readonly line: number
  readonly typeOnly: boolean
  /** What is taken by name, types left out; empty where the whole file is. */
  readonly names: readonly string[]
  /** The whole file under one name. */
  readonly whole: boolean
  /** The imported file from the repository's root; undefined for packages of others. */
  readonly path?: string
}

const importKinds: ReadonlySet<SyntaxKind> = new Set([SyntaxKind.ImportDeclaration, SyntaxKind.ExportDeclaration])

/** Static imports, re-exports and `import('…')` of a literal. */
export function importsOf(source: Source): Import[] {
  const found: Import[] = []
  walk(source.tree, (node) => {
    const text = importKinds.has(node.kind) || isDynamicImport(source, node) ? textOf(source, node) : undefined
    const specifier = text && /(?:from|import)\s*\(?\s*['"]([^'"]+)['"]\s*\)?[^'"]*$/.exec(text)?.[1]
    if (!specifier) return
    const path = resolveImport(source.path, specifier)
    const typeOnly = /^(import|export)\s+type\b/.test(text ?? '')
    const whole = /^import\s+(?:type\s+)?\*\s+as\b/.test(text ?? '')
    const names = typeOnly ? [] : namesIn(text ?? '')
    found.push({ specifier, line: lineOf(source, node), typeOnly, names, whole, ...(path !== undefined && { path }) })
  })
  return found
}

function namesIn(text: string): string[] {
  const listed = /^import\s[^'"]*\{([^}]*)\}/.exec(text)?.[1] ?? ''
  return listed
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '))
    .map((name) => name.replace(/\s+as\s.*$/, ''))
}

function isDynamicImport(source: Source, node: Parameters<typeof textOf>[1]): boolean {
  return node.kind === SyntaxKind.CallExpression && /^import\s*\(/.test(textOf(source, node))
}

export function resolveImport(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier)
  const [, name, rest] = /^@houston\/([a-z]+)\/(.+)$/.exec(specifier) ?? []
  if (name === undefined || rest === undefined) return undefined
  return `packages/${name}/src/${rest.endsWith('.ts') ? rest : `${rest}/index.ts`}`
}

/** The part of the repository that a path belongs to. Nouns are `noun:<name>`. */
export function partOf(path: string): string {
  const core = /^packages\/core\/src\/(?:([a-z-]+)\/)?[^/]+/.exec(path)
  if (core) {
    const folder = core[1]
    if (folder === undefined) return 'foundation'
    return folder === 'port' || folder === 'aws' || folder === 'http' ? folder : `noun:${folder}`
  }
  return /^packages\/([a-z]+)\//.exec(path)?.[1] ?? path.split('/')[0] ?? path
}

/** For each part, the parts it may import beside itself. `noun` stands for any noun's index. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  foundation: ['port'],
  port: ['foundation'],
  http: ['foundation', 'port'],
  aws: ['foundation', 'port', 'http'],
  noun: ['foundation', 'port', 'noun'],
  functions: ['foundation', 'port', 'noun', 'aws'],
  infra: ['foundation', 'noun', 'functions', 'aws'],
  local: ['foundation', 'port'],
  cli: ['foundation', 'port', 'noun', 'local', 'infra'],
  console: [],
}

/** Plain data: names of settings, and of the actions that each driver needs. */
const namesForInfra: ReadonlySet<string> = new Set([
  'functions/middleware/settings.ts',
  'packages/core/src/aws/traffic-actions.ts',
])

const general = (part: string): string => (part.startsWith('noun:') ? 'noun' : part)

export const direction = rule(
  'import-direction',
  'Imports go one way: functions → core; a noun → foundation, port and other nouns’ index or named surface; core never → packages/local.',
  function* (source) {
    const from = partOf(source.path)
    const allowed = mayImport[general(from)]
    if (allowed === undefined || isTest(source.path)) return
    for (const { path, line, specifier, whole } of importsOf(source)) {
      if (path === undefined) continue
      const to = partOf(path)
      if (to === from) continue
      if (!allowed.includes(general(to))) yield { line, message: `${from} must not import ${to} (${specifier})` }
      else if (to.startsWith('noun:') && !path.endsWith('/index.ts') && !(whole && isNamedWhole(path)))
        yield {
          line,
          message: `imports ${specifier}: another noun is known by its index.ts, or whole by a file its index names`,
        }
      else if (from === 'infra' && (to === 'functions' || to === 'aws') && !namesForInfra.has(path))
        yield { line, message: `imports ${specifier}: infra reads names and event declarations only` }
    }
  },
)

const sdk = /^(@aws-sdk|@smithy)\//

export const sdkClients = rule(
  'sdk-client',
  'AWS SDK clients live in packages/core/src/aws; ports may name their types.',
  function* (source) {
    const from = partOf(source.path)
    const held =
      from === 'foundation' || from.startsWith('noun:') || ['port', 'http', 'functions', 'infra'].includes(from)
    if (!held || isTest(source.path)) return
    for (const { specifier, line, typeOnly } of importsOf(source)) {
      if (!sdk.test(specifier) || specifier === '@aws-sdk/util-dynamodb') continue
      if (!(typeOnly && (from === 'port' || from === 'functions'))) yield { line, message: `imports ${specifier}` }
    }
  },
)
