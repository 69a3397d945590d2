import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDownload } from '@tabler/icons-react'
import { may } from '@/api/acting'
import { download } from '@/api/client'
import { explain } from '@/components/Failure'
import { csvOf, saveText } from '@/lib/csv'
import { exportHead, exportLines } from './export'
import type { Row } from './rows'

/** What is shown, or everything there is, as a file. */
export function ExportMenu({ rows }: { rows: Row[] }) {
  const today = new Date().toISOString().slice(0, 10)
  const everything = () =>
    download('/api/user/export', `alex-export-${today}.json`).catch((e: unknown) =>
      notifications.show({ color: 'red', title: 'Could not export', message: explain(e) }),
    )
  const table = () => saveText(`alex-portfolio-${today}.csv`, 'text/csv', csvOf([exportHead, ...exportLines(rows)]))
  const json = () => {
    const lines = exportLines(rows).map((line) => Object.fromEntries(exportHead.map((name, i) => [name, line[i] ?? ''])))
    saveText(`alex-portfolio-${today}.json`, 'application/json', JSON.stringify(lines, null, 2))
  }
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconDownload size={14} aria-hidden />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={table}>This table as CSV</Menu.Item>
        <Menu.Item onClick={json}>This table as JSON</Menu.Item>
        {may().own ? <Menu.Item onClick={everything}>Everything Alex has of you, as JSON</Menu.Item> : null}
        <Menu.Item onClick={() => window.print()}>Print</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
