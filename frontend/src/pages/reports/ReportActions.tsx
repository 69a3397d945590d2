import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link } from 'react-router'
import { download } from '@/api/client'
import type { Report } from '@/api/reports'
import { explain } from '@/components/Failure'

type Format = { format: 'html' | 'markdown' | 'evidence'; ending: string; label: string }

const formats: Format[] = [
  { format: 'html', ending: '.html', label: 'One page, readable offline' },
  { format: 'markdown', ending: '.md', label: 'Text (Markdown)' },
  { format: 'evidence', ending: '-evidence.zip', label: 'Evidence pack' },
]

/** What can be done with a report besides reading it. */
export function ReportActions({ report }: { report: Report }) {
  const saving = useMutation({
    mutationFn: ({ format, ending }: Format) =>
      download(`/api/reports/${report.id}/${format}`, `alex-report-${report.asOf}${ending}`),
    onError: (e) => notifications.show({ color: 'red', title: 'The download failed', message: explain(e) }),
  })
  return (
    <>
      <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
        Print or PDF
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} loading={saving.isPending}>
            Download
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {formats.map((f) => (
            <Menu.Item key={f.format} onClick={() => saving.mutate(f)}>
              {f.label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {report.jobId ? (
        <Button variant="default" component={Link} to={`/analysis/${report.jobId}?stay=1`}>
          How the agents worked
        </Button>
      ) : null}
    </>
  )
}
