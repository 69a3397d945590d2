import { Alert, Anchor, Button, FileButton, Group, Loader, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type DragEvent, useRef, useState } from 'react'
import { Link } from 'react-router'
import { commitImport, type Preview, previewFile } from '@/api/imports'
import { Problem } from '@/api/problem'
import { explain } from '@/components/Failure'
import { useSentence } from '@/lib/amount'
import classes from './Holdings.module.css'
import { isClean, troubles } from './preview'

/** The short way of an import: drop, see in a line that it reconciles, import. What is harder goes to the wizard. */
export function DropFile({ onDone }: { onDone: () => Promise<unknown> }) {
  const [isOver, setOver] = useState(false)
  const preview = useMutation({ mutationFn: (file: File) => previewFile(file) })
  const clear = useRef<() => void>(null)
  const take = (file: File | null | undefined) => {
    clear.current?.() // the same file can be chosen again
    if (file) preview.mutate(file)
  }
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
      {preview.isError ? <Refused error={preview.error} /> : null}
      {preview.data ? (
        <Read key={preview.data.previewId} preview={preview.data} onDone={() => onDone().then(() => preview.reset())} />
      ) : null}
    </Stack>
  )
}

function Refused({ error }: { error: unknown }) {
  const isUnknown = error instanceof Problem && error.code === 'unknown_layout'
  return (
    <Alert color={isUnknown ? 'yellow' : 'red'} role="alert" title={isUnknown ? 'A layout that is new to Alex' : 'Not read'}>
      <Text size="sm">
        {isUnknown ? (
          <>
            It takes a minute to say which column is which.{' '}
            <Anchor component={Link} to="/portfolio?import=1" size="sm">
              Use the import on the portfolio page
            </Anchor>
          </>
        ) : (
          explain(error)
        )}
      </Text>
    </Alert>
  )
}

function Read({ preview, onDone }: { preview: Preview; onDone: () => Promise<unknown> }) {
  const sentence = useSentence()
  const key = useRef(crypto.randomUUID())
  const commit = useMutation({
    mutationFn: () => commitImport({ previewId: preview.previewId, exclude: [] }, key.current),
    onSuccess: onDone,
  })
  const found = troubles(preview)
  return (
    <div className={classes.read} data-clean={isClean(preview)} role="status">
      <Stack gap="xs">
        <Text fw={600}>{preview.file} was read</Text>
        <Text size="sm" className="figure">
          {sentence(preview.line)}
        </Text>
        {preview.warnings.map((warning) => (
          <Text size="sm" key={warning}>
            Note: {sentence(warning)}
          </Text>
        ))}
        {found ? (
          <Text size="sm">
            {found}{' '}
            <Anchor component={Link} to="/portfolio?import=1" size="sm">
              Review them in the import on the portfolio page
            </Anchor>
          </Text>
        ) : null}
        {commit.isError ? (
          <Text size="sm" role="alert" c="red">
            {explain(commit.error)}
          </Text>
        ) : null}
        <Group>
          <Button onClick={() => commit.mutate()} loading={commit.isPending}>
            Import
          </Button>
        </Group>
      </Stack>
    </div>
  )
}
