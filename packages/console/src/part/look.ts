/** Light or dark, as the person chose or as their machine is set; and Cloudscape's colours for our own drawings. */
import { applyMode, Mode } from '@cloudscape-design/global-styles'
import { useSyncExternalStore } from 'react'

export type Look = 'light' | 'dark' | 'system'
const storageKey = 'houston-look'
const dark = window.matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

const chosen = (): Look => {
  const stored = localStorage.getItem(storageKey)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

const isDark = (): boolean => (chosen() === 'system' ? dark.matches : chosen() === 'dark')

function apply(): void {
  applyMode(isDark() ? Mode.Dark : Mode.Light)
  document.documentElement.dataset.look = isDark() ? 'dark' : 'light'
  for (const listener of listeners) listener()
}

export function startLook(): void {
  dark.addEventListener('change', apply)
  apply()
}

export function chooseLook(look: Look): void {
  localStorage.setItem(storageKey, look)
  apply()
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useLook = (): Look => useSyncExternalStore(subscribe, chosen)
