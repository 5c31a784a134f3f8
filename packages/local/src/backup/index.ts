/** Backup and restore of everything that a local Houston keeps. */
export { type Backup, takeBackup } from './backup.ts'
export { type BackupManifest, backupDamaged, verifyBackup } from './manifest.ts'
export { type Restored, restoreBackup, restoreRefused } from './restore.ts'
