/** Releases under way. */
export { default } from './overview.tsx'
