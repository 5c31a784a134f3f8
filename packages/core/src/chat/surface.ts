/** Everything that comes out of a chat, under one name. */
export * from './slash.ts'
