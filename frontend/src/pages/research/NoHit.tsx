import { useInfiniteQuery } from '@tanstack/react-query'
import { textsQuery } from '@/api/research'
import { Empty } from '@/components/Empty'
import { NoTexts } from './NoTexts'

/** Nothing at all is found: because there is nothing, or nothing that can be searched yet. */
export function NoHit({ add }: { add: (() => void) | undefined }) {
  const texts = useInfiniteQuery(textsQuery)
  if (!texts.data) return null
  if (texts.data.pages.every((p) => p.items.length === 0)) return <NoTexts add={add} />
  return (
    <Empty
      title="Nothing is found"
      text="There are texts, but none can be searched yet. What was added last is found a little later; try again shortly."
    />
  )
}
