/** The web console of a local Houston: its files, and who has signed in. */
export { consoleBundle } from './bundle.ts'
export { Sessions, sessionKey } from './session.ts'
export { consoleSite } from './site.ts'
