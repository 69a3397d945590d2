import { Button, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { may } from '@/api/acting'
import { foundQuery, textsQuery } from '@/api/research'
import { useModels, useResearch } from '@/api/site'
import { allows, personQuery } from '@/api/user'
import { Page } from '@/components/Page'
import { AddText } from './AddText'
import { NotAllowed } from './NotAllowed'
import { Passages } from './Passages'
import { SearchBox } from './SearchBox'
import { Texts } from './Texts'
import { addLabel, refusedQuestion } from './words'

// How many passages are shown, and how many where more are asked for.
const few = 10
const many = 50

/** Texts by others: what there is, and what they say to a question. */
export default function Research() {
  if (useResearch()) return <Library />
  return (
    <Page title="Research" width="text">
      <Text>Texts by others are not kept here, so there is nothing to search, and reports quote nobody.</Text>
    </Page>
  )
}

/** What is searched for stands in the address: it can be linked, and Back leads to the search before. */
function Library() {
  const [address, setAddress] = useSearchParams()
  const [isAdding, setAdding] = useState(false)
  const [wide, setWide] = useState('') // the question of which more was asked for
  const query = (address.get('query') ?? '').trim()
  const k = query === wide ? many : few
  const elsewhere = useModels().filter((m) => m.embeds)
  const person = useQuery({ ...personQuery, enabled: elsewhere.length > 0 })
  const isAllowed = elsewhere.length === 0 || (person.data !== undefined && allows(person.data.value, elsewhere))
  const isRefused = person.data !== undefined && !isAllowed
  const found = useQuery(foundQuery(isAllowed ? query : '', k))
  const texts = useInfiniteQuery({ ...textsQuery, enabled: query === '' || isRefused })
  const isEmpty = texts.data?.pages.every((p) => p.items.length === 0) // then the page itself offers to add
  const search = (wanted: string) => {
    if (wanted !== query) setAddress(wanted ? { query: wanted } : {})
    else if (wanted) void found.refetch()
  }
  const add = may().edit && isAllowed ? () => setAdding(true) : undefined
  return (
    <Page
      title="Research"
      width="text"
      lead="Texts by others, kept so that reports can quote them. Alex has not checked them."
      actions={
        add && !isEmpty ? (
          <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
            {addLabel()}
          </Button>
        ) : null
      }
    >
      {isRefused ? (
        <NotAllowed models={elsewhere} />
      ) : (
        <SearchBox query={query} error={refusedQuestion(found.error)} search={search} />
      )}
      {query && !isRefused ? (
        <Passages
          query={query}
          found={found}
          more={k === few && found.data?.items.length === few ? () => setWide(query) : undefined}
          add={add}
        />
      ) : (
        <Texts add={add} />
      )}
      {isAdding ? <AddText close={() => setAdding(false)} /> : null}
    </Page>
  )
}
