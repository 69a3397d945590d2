import { Button } from '@mantine/core'

type Props = {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
  label: string
}

/** The next page of a list, where there is one. */
export function More({ query, label }: Props) {
  if (!query.hasNextPage) return null
  return (
    <Button size="xs" mt="sm" variant="default" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
      {label}
    </Button>
  )
}
