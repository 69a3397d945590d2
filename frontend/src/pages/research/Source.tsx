import { OutsideLink } from '@/components/markdown/OutsideLink'
import { siteOf } from './words'

/** Where a text stands: the site of an https address, or the words of who brought it. */
export function Source({ source }: { source: string }) {
  const site = siteOf(source)
  if (site === undefined) return <span>{source || 'no source'}</span>
  return <OutsideLink href={source}>{site}</OutsideLink>
}
