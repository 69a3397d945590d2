import '@mantine/spotlight/styles.css'
import { Spotlight, spotlight } from '@mantine/spotlight'
import { IconMessageQuestion, IconSearch } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { matching, useCommands } from './useCommands'

const AskDialog = lazy(() => import('@/components/ask/AskDialog'))

// A list that scrolls has to be within reach of the keyboard. Its type leaves
// out that it hands these on to the area that scrolls.
const reachable: object = { viewportProps: { tabIndex: 0 } }

/** The command palette: go anywhere, do the common things, ask about the plan. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('')
  const [question, setQuestion] = useState<string | null>(null)
  const asks = useRef(false) // the palette closes before the question is there
  const words = query.trim()
  const groups = matching(useCommands(), query)
  useEffect(() => spotlight.open(), [])
  if (question !== null) {
    return (
      <Suspense fallback={null}>
        <AskDialog first={question} onClose={onClose} />
      </Suspense>
    )
  }
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      onSpotlightClose={() => (asks.current ? undefined : onClose())}
      scrollable
      maxHeight={460}
      attributes={{ content: { 'aria-label': 'Find or ask' } }}
    >
      <Spotlight.Search
        placeholder="Go to a page, do something, or ask"
        leftSection={<IconSearch size={18} aria-hidden />}
        aria-label="Find or ask"
      />
      <Spotlight.ActionsList {...reachable}>
        {groups.map(({ group, commands }) => (
          <Spotlight.ActionsGroup label={group} key={group}>
            {commands.map(({ id, label, icon: Icon, run }) => (
              <Spotlight.Action
                key={id}
                label={label}
                leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
                onClick={run}
                highlightQuery
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        <Spotlight.ActionsGroup label="Ask">
          <Spotlight.Action
            label={words ? `Ask: “${words}”` : 'Ask about your plan'}
            leftSection={<IconMessageQuestion size={18} stroke={1.7} aria-hidden />}
            onClick={() => {
              asks.current = true
              setQuestion(words)
            }}
          />
        </Spotlight.ActionsGroup>
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
