import { Alert, Button, Group, List, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import type { AccountType, Choices, Preview } from '@/api/imports'
import { explain } from '@/components/Failure'
import { useSentence } from '@/lib/amount'
import { capital } from '@/lib/capital'
import { date } from '@/lib/format'
import { Changes } from './Changes'
import { Kinds } from './Kinds'
import classes from './Review.module.css'
import { Rows } from './Rows'
import { brokerName, withoutBroker } from './words'

/** What a person has chosen of a file: rows left out, and types of new accounts by their place. */
export type Chosen = { excluded: ReadonlySet<string>; types: ReadonlyMap<number, AccountType> }

export const asRead: Chosen = { excluded: new Set(), types: new Map() }

type Props = {
  preview: Preview
  isImporting: boolean
  failure: unknown
  chosen: Chosen
  choose: (chosen: Chosen) => void
  commit: (choices: Choices) => void
  readAgain: () => void
  skip: () => void
}

/** What a file holds and would change, before anything is saved. */
export function Review({ preview, isImporting, failure, chosen, choose, commit, readAgain, skip }: Props) {
  const { excluded, types } = chosen
  const left = excluded.size
  const choices = () => ({
    exclude: [...excluded],
    accountTypes: [...types].map(([account, accountType]) => ({ account, accountType })),
  })
  return (
    <Stack gap="lg">
      <div>
        <Title order={3}>{brokerName(preview.broker)}</Title>
        <Text size="sm" c="dimmed">
          {preview.asOf ? `Positions of ${date(preview.asOf)}` : 'The file gives no date; today counts'} · {preview.rows.length}{' '}
          {preview.rows.length === 1 ? 'row' : 'rows'}
        </Text>
        <Reconciliation preview={preview} />
      </div>
      {preview.warnings.length > 0 ? (
        <Alert color="yellow" variant="light" title="Worth knowing">
          <Warnings warnings={preview.warnings} />
        </Alert>
      ) : null}
      <Kinds accounts={preview.accounts} types={types} choose={(to) => choose({ ...chosen, types: to })} isFixed={isImporting} />
      <Changes accounts={preview.accounts} isPartial={left > 0} />
      <Rows rows={preview.rows} excluded={excluded} exclude={(to) => choose({ ...chosen, excluded: to })} />
      <div className={classes.foot}>
        {failure ? (
          <Alert color="red" variant="light" role="alert" title="It was not imported" mb="sm">
            <Text size="sm">{explain(failure)} The file is still at hand.</Text>
            <Button size="compact-sm" variant="default" mt="xs" onClick={readAgain}>
              Read the file again
            </Button>
          </Alert>
        ) : null}
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed" role="status">
            {left > 0 ? `${left} ${left === 1 ? 'row is' : 'rows are'} left out.` : ''}
            {left > 0 && preview.accounts.some((a) => a.matches)
              ? ' A file is all that an account holds: what you have of these rows now will be removed with the import.'
              : ''}
          </Text>
          <Group gap="xs">
            <Button variant="default" disabled={isImporting} onClick={skip}>
              Leave this file
            </Button>
            <Button loading={isImporting} onClick={() => commit(choices())}>
              Import
            </Button>
          </Group>
        </Group>
      </div>
    </Stack>
  )
}

/** Whether what was read is all that the file says there is. */
function Reconciliation({ preview }: { preview: Preview }) {
  const sentence = useSentence()
  const line = sentence(withoutBroker(preview.line, preview.broker))
  const isUnequal = preview.line.includes('≠')
  const hasValues = !preview.line.includes('no values in the file')
  if (isUnequal) {
    return (
      <Alert color="red" variant="light" mt="sm" icon={<IconAlertTriangle aria-hidden />} title="Does not match the file">
        <Text size="sm">{line}. Look at the rows with errors before you import.</Text>
      </Alert>
    )
  }
  return (
    <Group gap={8} mt="xs" wrap="nowrap" align="flex-start" className={classes.matches}>
      <IconCircleCheck size={20} aria-hidden className={classes.check} />
      <Text size="sm">
        {hasValues ? <strong>Matches the file to the cent. </strong> : null}
        {line}.
      </Text>
    </Group>
  )
}

function Warnings({ warnings }: { warnings: string[] }) {
  const sentence = useSentence()
  return (
    <List size="sm">
      {warnings.map((w) => (
        <List.Item key={w}>{capital(sentence(w))}.</List.Item>
      ))}
    </List>
  )
}
