/** Nothing in the repository points outside of it. */
import { posix } from 'node:path'
import type { Finding } from './rule.ts'

/** Folders that exist on somebody's machine only. */
const machineFolder = /(?<![\w./-])\/(?:home|Users|root|work)\/[\w.-]+/g
const relative = /(?<![\w./])(?:\.\.\/)+[\w@.-]+(?:\/[\w@.-]+)*/g

/** Relative paths that resolve to nothing tracked, and absolute paths of one machine. */
export function strayReferences(path: string, text: string, known: (path: string) => boolean): Finding[] {
  const findings: Finding[] = []
  text.split('\n').forEach((content, index) => {
    const line = index + 1
    for (const [folder] of content.matchAll(machineFolder)) findings.push({ path, line, message: `names ${folder}` })
    for (const [mention] of content.matchAll(relative)) {
      const target = posix.join(posix.dirname(path), mention.replace(/\.$/, ''))
      if (target.startsWith('..') || !known(target))
        findings.push({ path, line, message: `mentions ${mention}, which is not in the repository` })
    }
  })
  return findings
}

/** Tracked files and all of their folders; a file may be named without its ending. What git ignores is made by the tools. */
export function knownPaths(paths: readonly string[], ignored: readonly string[] = []): (path: string) => boolean {
  const all = new Set<string>(['.'])
  for (const path of paths) {
    all.add(path)
    all.add(path.replace(/\.[a-z]+$/, ''))
    for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) all.add(folder)
  }
  return (path) =>
    all.has(posix.normalize(path).replace(/\/$/, '')) || ignored.some((folder) => path.startsWith(folder))
}
