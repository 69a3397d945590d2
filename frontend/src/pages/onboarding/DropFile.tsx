import { Alert, Anchor, Button, FileButton, Group, Loader, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type DragEvent, lazy, Suspense, useRef, useState } from 'react'
import { commitImport, type Preview, previewFile } from '@/api/imports'
import { Problem } from '@/api/problem'
import { explain } from '@/components/Failure'
import { brokerName, withoutBroker } from '@/components/import/words'
import { useSentence } from '@/lib/amount'
import { capital } from '@/lib/capital'
import { taxed } from '@/lib/words'
import classes from './Holdings.module.css'
import { isClean, troubles } from './preview'

const ImportWizard = lazy(() => import('@/components/import/ImportWizard'))

/** The short way of an import: drop, see in a line that it reconciles, import. What is harder the wizard takes over. */
export function DropFile({ onDone }: { onDone: () => Promise<unknown> }) {
  const [isOver, setOver] = useState(false)
  const [reviewed, setReviewed] = useState<File[] | null>(null)
  const preview = useMutation({ mutationFn: (file: File) => previewFile(file) })
  const clear = useRef<() => void>(null)
  const take = (file: File | null | undefined) => {
    clear.current?.() // the same file can be chosen again
    if (file) preview.mutate(file)
  }
  const review = () => setReviewed(preview.variables ? [preview.variables] : [])
  const drop = (e: DragEvent) => {
    e.preventDefault()
    setOver(false)
    take(e.dataTransfer.files[0])
  }
  return (
    <Stack gap="sm">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside is the first. */}
      <div
        className={classes.drop}
        data-over={isOver}
        onDragOver={(e) => {
          e.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {preview.isPending ? (
          <Loader aria-label="Reading the file" role="status" />
        ) : (
          <>
            <FileButton
              resetRef={clear}
              onChange={take}
              accept=".csv,.xml,.txt,.tsv"
              inputProps={{ 'aria-label': 'Positions file' }}
            >
              {(props) => (
                <Button {...props} variant="default">
                  Choose a file
                </Button>
              )}
            </FileButton>
            <Text size="sm" c="dimmed">
              or drop it here: positions of Fidelity, Vanguard, Schwab, Interactive Brokers and others, as CSV
            </Text>
          </>
        )}
      </div>
      {preview.isError ? <Refused error={preview.error} review={review} /> : null}
      {preview.data ? (
        <Read
          key={preview.data.previewId}
          preview={preview.data}
          review={review}
          onDone={() => onDone().then(() => preview.reset())}
        />
      ) : null}
      {reviewed ? (
        <Suspense fallback={null}>
          <ImportWizard
            files={reviewed}
            close={(isImported) => {
              setReviewed(null)
              if (isImported) void onDone().then(() => preview.reset())
            }}
          />
        </Suspense>
      ) : null}
    </Stack>
  )
}

function Refused({ error, review }: { error: unknown; review: () => void }) {
  const isUnknown = error instanceof Problem && error.code === 'unknown_layout'
  return (
    <Alert color={isUnknown ? 'yellow' : 'red'} role="alert" title={isUnknown ? 'A layout that is new to Alex' : 'Not read'}>
      <Text size="sm">
        {isUnknown ? (
          <>
            It takes a minute to say which column is which.{' '}
            <Anchor component="button" type="button" size="sm" onClick={review}>
              Say which
            </Anchor>
          </>
        ) : (
          explain(error)
        )}
      </Text>
    </Alert>
  )
}

type ReadProps = { preview: Preview; review: () => void; onDone: () => Promise<unknown> }

function Read({ preview, review, onDone }: ReadProps) {
  const sentence = useSentence()
  const key = useRef(crypto.randomUUID())
  const commit = useMutation({
    mutationFn: () => commitImport({ previewId: preview.previewId, exclude: [], accountTypes: [] }, key.current),
    onSuccess: onDone,
  })
  const found = troubles(preview)
  return (
    <div className={classes.read} data-clean={isClean(preview)} role="status">
      <Stack gap="xs">
        <Text fw={600}>{preview.file} was read</Text>
        <Text size="sm" className="figure">
          {capital(brokerName(preview.broker))}: {sentence(withoutBroker(preview.line, preview.broker))}.
        </Text>
        {preview.warnings.map((warning) => (
          <Text size="sm" key={warning}>
            Note: {sentence(warning)}
          </Text>
        ))}
        {found ? <Text size="sm">{found}</Text> : null}
        <Taxed preview={preview} />
        {commit.isError ? (
          <Text size="sm" role="alert" c="red">
            {explain(commit.error)}
          </Text>
        ) : null}
        <Group>
          <Button onClick={() => commit.mutate()} loading={commit.isPending}>
            Import
          </Button>
          <Button variant="default" onClick={review}>
            Review first
          </Button>
        </Group>
      </Stack>
    </div>
  )
}

/** How accounts that are new will be taxed, which a file seldom says. */
function Taxed({ preview }: { preview: Preview }) {
  const fresh = preview.accounts.filter((a) => !a.matches)
  if (fresh.length === 0) return null
  return (
    <Text size="sm">
      How they will be taxed: {fresh.map((a) => `${a.name}, ${taxed(a.accountType)}`).join('; ')}. Review first where that is
      wrong.
    </Text>
  )
}
