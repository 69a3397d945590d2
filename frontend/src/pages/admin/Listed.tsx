import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './Admin.module.css'

/** A table with its heads; on a phone each row is a card. */
export function Listed({ heads, children }: { heads: string[]; children: ReactNode }) {
  return (
    <Table className={classes.stacked}>
      <Table.Thead>
        <Table.Tr>
          {heads.map((h) => (
            <Table.Th key={h} scope="col">
              {h}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  )
}
