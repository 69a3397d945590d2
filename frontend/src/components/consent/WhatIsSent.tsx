import { List, Stack, Text } from '@mantine/core'
import { Fragment } from 'react'
import type { Model } from '@/api/site'

/** Who writes where a person lets models write, what they are told, and what never. Said before it happens, and in Settings. */
export function WhatIsSent({ models }: { models: Model[] }) {
  const it = models.length === 1 ? 'It' : 'They'
  return (
    <Stack gap="sm">
      <Text size="sm">
        <Names models={models} />
        {` can write the words of your reports. ${it} cannot change a figure: code computes every figure either way, and checks each text before you see it.`}
      </Text>
      <div>
        <Text size="sm" fw={600} mb={4}>
          Sent
        </Text>
        <List size="sm" spacing={4}>
          <List.Item>
            The facts of your report with rounded amounts, ages and dates, ticker symbols, and common words of fund names.
          </List.Item>
          <List.Item>
            A question that code does not understand, as you wrote it, but without the names that Alex knows, e-mail addresses and
            long numbers.
          </List.Item>
        </List>
      </div>
      <div>
        <Text size="sm" fw={600} mb={4}>
          Never sent
        </Text>
        <List size="sm" spacing={4}>
          <List.Item>Your name and e-mail address.</List.Item>
          <List.Item>Names and numbers of accounts, and exact amounts.</List.Item>
          <List.Item>Anything else that you wrote.</List.Item>
        </List>
      </div>
    </Stack>
  )
}

/** "openai:gpt-4.1, reached at api.openai.com, and …" */
function Names({ models }: { models: Model[] }) {
  return models.map(({ name, sentTo }, i) => (
    <Fragment key={name}>
      {i > 0 ? (i === models.length - 1 ? ' and ' : ' ') : ''}
      <strong>{name}</strong>, reached at {sentTo},
    </Fragment>
  ))
}
