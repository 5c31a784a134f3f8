/** The repository's files as the tidiness rules see them: text, lines and the compiler's own syntax tree. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Node, type SourceFile, SyntaxKind } from 'typescript/unstable/ast'
import { API } from 'typescript/unstable/sync'

export const root = join(import.meta.dirname, '../..')

export interface Source {
  /** From the repository's root, with forward slashes. */
  readonly path: string
  readonly text: string
  readonly tree: SourceFile
}

/** Every tracked file that is there: what a commit holds, and nothing that is merely lying about. */
export function trackedPaths(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  return listed
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)))
    .sort()
}

export const readTracked = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Parses texts by path with TypeScript's compiler. Nothing is resolved or checked: a rule looks at syntax only. */
export function parseSources(texts: ReadonlyMap<string, string>): Source[] {
  const at = (path: string): string => `/tidy/${path}`
  const project = at('tsconfig.json')
  const files = new Map([...texts].map(([path, text]) => [at(path), text]))
  const config = { compilerOptions: { noLib: true, noResolve: true, types: [], allowJs: true, jsx: 'preserve' } }
  files.set(project, JSON.stringify({ ...config, files: [...texts.keys()] }))
  const api = new API({
    cwd: '/tidy',
    fs: {
      readFile: (file) => files.get(file) ?? null,
      fileExists: (file) => files.has(file),
      directoryExists: (folder) => [...files.keys()].some((file) => file.startsWith(`${folder}/`)),
      getAccessibleEntries: () => ({ files: [], directories: [] }),
      realpath: (path) => path,
    },
  })
  try {
    const { program } = api.updateSnapshot({ openProjects: [project] }).getProject(project) ?? noProject()
    return [...texts].map(([path, text]) => {
      const tree = program.getSourceFile(at(path))
      if (tree === undefined) throw new Error(`the compiler did not parse ${path}`)
      return { path, text, tree }
    })
  } finally {
    api.close()
  }
}

function noProject(): never {
  throw new Error('the compiler did not open the project')
}

export const isTest = (path: string): boolean => /\.(test|fixture)\.ts$|(^|\/)(test-runtime|fixture)\.ts$/.test(path)

/** Calls `look` for the node and everything under it. */
export function walk(node: Node, look: (node: Node) => void): void {
  look(node)
  node.forEachChild((child) => {
    walk(child, look)
    return undefined
  })
}

/** 1-based. */
export function lineOf({ tree, text }: Source, node: Node): number {
  return text.slice(0, node.getStart(tree)).split('\n').length
}

export const textOf = ({ tree, text }: Source, node: Node): string => text.slice(node.getStart(tree), node.end)

export const lineCount = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0)

export { type Node, SyntaxKind }
