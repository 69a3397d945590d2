import type { ReactNode } from 'react'

type Props = { href: string; children: ReactNode }

/** A link to the web, in a window that knows nothing of this one; what is no address of the web is words. */
export function OutsideLink({ href, children }: Props) {
  if (!/^https?:\/\//i.test(href)) return <span>{children}</span>
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  )
}
