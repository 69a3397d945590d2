import { Button, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type AccessKey, endKey, keysQuery } from '@/api/keys'
import { Async } from '@/components/Async'
import { Confirm } from '@/components/Confirm'
import { date, time } from '@/lib/format'
import { Section } from '../Section'
import classes from '../Settings.module.css'
import { MakeKey } from './MakeKey'
import { isGood, scopesInWords } from './scopes'

/** The keys by which assistants of the person's own read, and the way to make and end one. */
export function Assistants() {
  const keys = useQuery(keysQuery)
  const client = useQueryClient()
  const [isMaking, setMaking] = useState(false)
  const [ending, setEnding] = useState<AccessKey | null>(null)
  return (
    <Section
      id="assistants"
      title="Assistants"
      lead="Let an assistant that you use read your plan, by a key of its own. It changes nothing, and each time it reads stands under Recent activity."
    >
      <Async query={keys} what="the keys of your assistants" height={60}>
        {(items) => {
          const good = items.filter((k) => isGood(k, Date.now()))
          if (good.length === 0) return <Text size="sm">No assistant can read anything.</Text>
          return (
            <ul className={classes.lines}>
              {good.map((k) => (
                <Line key={k.id} accessKey={k} onEnd={() => setEnding(k)} />
              ))}
            </ul>
          )
        }}
      </Async>
      <Button size="xs" variant="default" mt="sm" onClick={() => setMaking(true)}>
        Make a key
      </Button>
      <MakeKey isOpen={isMaking} close={() => setMaking(false)} />
      {ending ? (
        <Confirm
          close={() => setEnding(null)}
          title={`End the key ${ending.name}?`}
          act="End the key"
          isDestructive
          run={() => endKey(ending.id)}
          onDone={() => client.invalidateQueries({ queryKey: keysQuery.queryKey })}
        >
          <Text size="sm">Whoever has it reads nothing more, from this moment on. What was read stays where it went.</Text>
        </Confirm>
      ) : null}
    </Section>
  )
}

function Line({ accessKey: k, onEnd }: { accessKey: AccessKey; onEnd: () => void }) {
  return (
    <li>
      <div>
        <Text size="sm" fw={600}>
          {k.name}
        </Text>
        <Text size="xs" c="dimmed">
          Reads: {scopesInWords(k.scopes)}. {k.lastUsedAt ? `Last used ${time(k.lastUsedAt)}` : 'Not used yet'}; ends{' '}
          {date(k.expiresAt)}
        </Text>
      </div>
      <Button size="xs" variant="default" aria-label={`End the key ${k.name}`} onClick={onEnd}>
        End
      </Button>
    </li>
  )
}
