import { Alert, Button, Group, Select, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { type Columns, mappingFields } from '@/api/imports'
import type { Unknown } from './wizard'

type Props = { unknown: Unknown; read: (columns: Columns) => void; skip: () => void }

const labels: Record<(typeof mappingFields)[number], string> = {
  symbol: 'Symbol',
  name: 'Name',
  quantity: 'Quantity',
  price: 'Price a share',
  value: 'Value',
  account: 'Account',
  accountType: 'Kind of account',
  costBasis: 'Paid in all (cost basis)',
  currency: 'Currency',
  date: 'Date',
}

/** Which column of an unknown file is which, filled in as far as Alex sees it. */
export function MappingForm({ unknown, read, skip }: Props) {
  const [columns, setColumns] = useState<Columns>(unknown.columns)
  const errors = unknown.problem.fields()
  const errorOf = (field: string) => errors[`mapping.columns.${field}`]
  const isFirst = unknown.problem.code === 'unknown_layout'
  // A header may stand twice; the first of it is the one that is read.
  const headers = [...new Set(unknown.headers.filter((h) => h.trim() !== ''))]
  const isEnough = Boolean(columns.quantity && (columns.symbol || columns.name))
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault()
        read(columns)
      }}
    >
      <Stack gap="md">
        <div>
          <Title order={3}>Which column is which?</Title>
          <Text size="sm" c="dimmed">
            {isFirst
              ? 'Alex filled in what it recognised. Quantity is needed, and symbol or name; everything else helps. The next step shows every row.'
              : 'Something of this does not fit the file; see the marked columns.'}
          </Text>
        </div>
        {headers.length < 2 ? (
          <Alert color="yellow" variant="light">
            The file seems to have {headers.length === 0 ? 'no columns' : 'a single column'}. A positions file is a table of
            holdings, as CSV.
          </Alert>
        ) : null}
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
          {mappingFields.map((field) => (
            <Select
              key={field}
              label={labels[field]}
              withAsterisk={field === 'quantity' || field === 'symbol'}
              placeholder="Not in the file"
              clearable
              clearButtonProps={{ 'aria-label': `Clear ${labels[field]}` }}
              searchable={headers.length > 12}
              data={headers}
              value={columns[field] ?? null}
              onChange={(header) => setColumns(withColumn(columns, field, header))}
              error={errorOf(field)}
            />
          ))}
        </SimpleGrid>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={skip}>
            Leave this file
          </Button>
          <Button type="submit" disabled={!isEnough}>
            Read it this way
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function withColumn(columns: Columns, field: string, header: string | null): Columns {
  const { [field]: _, ...rest } = columns
  return header === null ? rest : { ...rest, [field]: header }
}
