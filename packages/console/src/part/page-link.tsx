/** A link to another page of the console: the page changes, the frame stays. */
import Link, { type LinkProps } from '@cloudscape-design/components/link'
import type { ReactNode } from 'react'
import { useLocation } from 'wouter'

export interface PageLinkProps {
  readonly href: string
  readonly children: ReactNode
  readonly variant?: LinkProps.Variant
  readonly fontSize?: LinkProps.FontSize
}

export function PageLink({ href, children, variant = 'secondary', fontSize = 'inherit' }: PageLinkProps) {
  const [, go] = useLocation()
  return (
    <Link
      href={href}
      variant={variant}
      fontSize={fontSize}
      onFollow={(event) => {
        event.preventDefault()
        go(href)
      }}
    >
      {children}
    </Link>
  )
}
