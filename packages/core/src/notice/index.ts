/** Notices: what was told to an audience, brought to its addresses, with its outcome. */
export { noticeEnded, noticePlanned } from './event.ts'
export * as Notice from './surface.ts'
