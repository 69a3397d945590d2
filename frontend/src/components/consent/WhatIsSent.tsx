import { List, Stack, Text } from '@mantine/core'
import { Fragment } from 'react'
import { type Model, useTraces } from '@/api/site'

/** What models do where a person lets them, what they are told, and what never. Said before it happens, and in Settings. */
export function WhatIsSent({ models }: { models: Model[] }) {
  const writers = models.filter((m) => !m.embeds)
  const embedders = models.filter((m) => m.embeds)
  const it = writers.length === 1 ? 'It' : 'They'
  return (
    <Stack gap="sm">
      {writers.length > 0 ? (
        <Text size="sm">
          <Names models={writers} />
          {` can add remarks to your reports, classify securities that Alex does not know, and look up the answer to a question in your own words. ${it} cannot change a figure: every sentence with one is code’s own. Each remark is checked, and in a section it is set apart.`}
        </Text>
      ) : null}
      {embedders.length > 0 ? (
        <Text size="sm">
          <Names models={embedders} />
          {
            ' can find texts by others that are about what you own or ask, so that your reports can quote them. It writes nothing.'
          }
        </Text>
      ) : null}
      <div>
        <Text size="sm" fw={600} mb={4}>
          Sent
        </Text>
        <List size="sm" spacing={4}>
          {writers.length > 0 ? (
            <>
              <List.Item>
                The sentences of your report without their figures, and its facts with rounded amounts and numbers of shares, ages
                and dates, ticker symbols, and common words of fund names.
              </List.Item>
              <List.Item>
                A question that code does not understand, as you wrote it, but without the names that Alex knows, e-mail
                addresses, street addresses and numbers of accounts as far as it recognizes them. What it does not know, such as a
                nickname, can slip through.
              </List.Item>
            </>
          ) : null}
          {embedders.length > 0 ? (
            <List.Item>
              {`To ${embedders.map((m) => m.name).join(', ')} alone: the kinds of investments that you own and the names of your three largest holdings that Alex knows, without amounts; what you search for under Research, and texts that you add there, as you wrote them.`}
            </List.Item>
          ) : null}
        </List>
      </div>
      <div>
        <Text size="sm" fw={600} mb={4}>
          Never sent from your records
        </Text>
        <List size="sm" spacing={4}>
          <List.Item>Your name and e-mail address.</List.Item>
          <List.Item>Names and numbers of accounts, exact amounts and numbers of shares.</List.Item>
          <List.Item>
            {embedders.length > 0 ? 'Anything else that you wrote outside Research.' : 'Anything else that you wrote.'}
          </List.Item>
        </List>
      </div>
      <WhereTracesGo />
    </Stack>
  )
}

/** Where records of the work go, which is so with no model too. Nothing where they stay here. */
export function WhereTracesGo() {
  const traces = useTraces()
  if (!traces) return null
  return (
    <Text size="sm">
      {`Records of the work go to LangFuse at ${traces.sentTo}, whoever writes: its steps and times, ticker symbols and your total to two digits, under a code in place of your name. `}
      {traces.texts ? 'What models are sent, and what they answer, goes with them.' : 'No text goes with them.'}
    </Text>
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
