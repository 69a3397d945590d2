import { Button, Group, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Operator } from '@/api/admin'
import { Problem } from '@/api/problem'
import { Failure } from '@/components/Failure'
import { capital } from '@/lib/capital'
import { begunInWords } from './research'

/** Begins a round of research, about a topic or about one of Alex's own choice. */
export function StartRound({ desk }: { desk: Operator }) {
  const client = useQueryClient()
  const [topic, setTopic] = useState('')
  const starting = useMutation({
    mutationFn: desk.beginResearch,
    onSuccess: () => {
      setTopic('')
      return client.invalidateQueries({ queryKey: ['admin'] })
    },
  })
  const refused = starting.error instanceof Problem ? starting.error.fieldError('topic') : undefined
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault()
        starting.mutate(topic.trim())
      }}
    >
      <Group gap="sm" align="flex-start">
        <TextInput
          aria-label="Topic of a round"
          placeholder="Topic; empty: Alex chooses"
          value={topic}
          error={refused && capital(refused)}
          onChange={(e) => setTopic(e.currentTarget.value)}
          maxLength={200}
          miw={260}
          flex={1}
          maw={420}
        />
        <Button type="submit" loading={starting.isPending}>
          Start a round
        </Button>
      </Group>
      <Text size="xs" c="dimmed" mt={6}>
        Topics can tell what somebody holds: Alex chooses them from what people here own. A round takes up to ten minutes.
      </Text>
      <div role="status">
        {starting.data ? (
          <Text size="sm" mt="sm">
            {begunInWords(starting.data.round)}
          </Text>
        ) : null}
      </div>
      {starting.isError && !refused ? <Failure error={starting.error} what="No round was begun" /> : null}
    </form>
  )
}
