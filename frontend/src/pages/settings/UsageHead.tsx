import { Table } from '@mantine/core'

/** The head of a table of what models have used: its own columns, then tokens and cost. */
export function UsageHead({ columns }: { columns: string[] }) {
  return (
    <Table.Thead>
      <Table.Tr>
        {columns.map((column) => (
          <Table.Th key={column} scope="col">
            {column}
          </Table.Th>
        ))}
        <Table.Th scope="col" className="number">
          Tokens
        </Table.Th>
        <Table.Th scope="col" className="number">
          Cost
        </Table.Th>
      </Table.Tr>
    </Table.Thead>
  )
}
