import { Table } from '@mantine/core'
import type { ReactNode } from 'react'

export type Column<Row> = { name: string; cell: (row: Row) => ReactNode }

type Props<Row> = { label: string; rows: Row[]; columns: Column<Row>[] }

/** Rows of a chart: the first column names them, the others are figures. */
export function NumbersTable<Row>({ label, rows, columns }: Props<Row>) {
  const [first, ...rest] = columns
  if (!first) return null
  return (
    <Table aria-label={label} fz="inherit" verticalSpacing={3}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{first.name}</Table.Th>
          {rest.map((c) => (
            <Table.Th key={c.name} scope="col" ta="right">
              {c.name}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows keep their order, and names may be the same
          <Table.Tr key={i}>
            <Table.Th scope="row" fw={400}>
              {first.cell(row)}
            </Table.Th>
            {rest.map((c) => (
              <Table.Td key={c.name} className="number">
                {c.cell(row)}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
