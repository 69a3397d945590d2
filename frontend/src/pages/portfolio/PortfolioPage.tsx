import { Button, Skeleton, Stack, Text } from '@mantine/core'
import { IconFileImport, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useState } from 'react'
import { useSearchParams } from 'react-router'
import { may } from '@/api/acting'
import { portfolioQuery } from '@/api/portfolio'
import { Async } from '@/components/Async'
import { Page } from '@/components/Page'
import { date } from '@/lib/format'
import { Dialogs } from './Dialogs'
import { type Dialog, noDialog } from './dialog'
import { EmptyPortfolio } from './EmptyPortfolio'
import { MoreMenu } from './MoreMenu'
import { PortfolioTable } from './PortfolioTable'
import { Total } from './Total'

const ImportWizard = lazy(() => import('@/components/import/ImportWizard'))

export default function PortfolioPage() {
  const query = useQuery(portfolioQuery)
  const [dialog, show] = useState<Dialog>(noDialog)
  const [editing, setEditing] = useState<string | null>(null)
  // A save that ends closes its own edit, and not one that was begun meanwhile.
  const edit = useCallback((id: string, on: boolean) => setEditing((now) => (on ? id : now === id ? null : now)), [])
  const [importing, setImporting] = useImporting()
  const canEdit = may().edit
  const portfolio = query.data
  const isEmpty = portfolio !== undefined && (portfolio.accounts ?? []).length === 0
  return (
    <Page
      title="Portfolio"
      lead={portfolio && !isEmpty ? `What you own, at prices of ${date(portfolio.asOf)}.` : undefined}
      actions={
        portfolio && !isEmpty && canEdit ? (
          <>
            <Button
              px={{ base: 8, sm: 'md' }}
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => show({ kind: 'add' })}
            >
              Add a position
            </Button>
            <Button
              variant="default"
              px={{ base: 8, sm: 'md' }}
              leftSection={<IconFileImport size={16} aria-hidden />}
              onClick={() => setImporting({ files: [] })}
            >
              Import a file
            </Button>
            <MoreMenu show={show} />
          </>
        ) : null
      }
    >
      <Async query={query} what="your portfolio" skeleton={<TableSkeleton />}>
        {(read) =>
          isEmpty ? (
            canEdit ? (
              <EmptyPortfolio show={show} importFiles={(files) => setImporting({ files })} />
            ) : (
              <Text c="dimmed">There are no accounts here yet.</Text>
            )
          ) : (
            <Stack gap="md">
              <Total portfolio={read} />
              <PortfolioTable portfolio={read} canEdit={canEdit} show={show} editing={editing} edit={edit} />
            </Stack>
          )
        }
      </Async>
      {portfolio ? <Dialogs dialog={dialog} portfolio={portfolio} show={show} edit={edit} /> : null}
      {importing && canEdit ? (
        <Suspense fallback={null}>
          <ImportWizard files={importing.files} close={() => setImporting(null)} />
        </Suspense>
      ) : null}
    </Page>
  )
}

/** The wizard is open while the address says import=1, so that other pages can link to it. */
function useImporting(): [{ files: File[] } | null, (to: { files: File[] } | null) => void] {
  const [search, setSearch] = useSearchParams()
  const [files, setFiles] = useState<File[]>([])
  const set = useCallback(
    (to: { files: File[] } | null) => {
      setFiles(to?.files ?? [])
      setSearch(
        (now) => {
          if (to) now.set('import', '1')
          else now.delete('import')
          return now
        },
        { replace: true },
      )
    },
    [setSearch],
  )
  return [search.get('import') === '1' ? { files } : null, set]
}

function TableSkeleton() {
  return (
    <Stack gap="sm">
      <Skeleton h={64} w={240} />
      {Array.from({ length: 8 }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines that are all alike
        <Skeleton key={i} h={44} />
      ))}
    </Stack>
  )
}
