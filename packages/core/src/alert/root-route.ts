/** The one routing tree from the documents that were declared: `root` gives its settings, the others are its children in order. */
import type { Route } from './routing.ts'

export interface NamedRoute {
  readonly name: string
  readonly order: number
  readonly route: Route
}

export const rootName = 'root'

/** Where nothing is declared, the owner's own policy hears of everything. */
const bare: Route = { matchers: [], continue: false, routes: [] }

export function rootOf(documents: readonly NamedRoute[]): Route {
  const root = documents.find(({ name }) => name === rootName)?.route ?? bare
  const children = documents
    .filter(({ name }) => name !== rootName)
    .sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1))
    .map(({ route }) => route)
  // What the root itself refuses would be heard by nobody.
  return { ...root, matchers: [], activeTimes: undefined, routes: [...root.routes, ...children] }
}
