import { Skeleton, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import { Dialog } from '@/components/Dialog'
import { Choose } from './Choose'
import { Done } from './Done'
import { MappingForm } from './MappingForm'
import { Refused } from './Refused'
import { asRead, type Chosen, Review } from './Review'
import { useWizard } from './useWizard'

type Props = { files: File[]; close: (isImported: boolean) => void }

/** From a broker's file to the portfolio: choose, see every row, import, undo. */
export default function ImportWizard({ files, close: closed }: Props) {
  const { wizard, tell, commit } = useWizard(files)
  const isPhone = useMediaQuery('(max-width: 48em)')
  const { step, queue, imported } = wizard
  // What was chosen stays with its file when that is read again.
  const [kept, setKept] = useState<{ file: File; chosen: Chosen }>()
  const close = () => closed(imported.length > 0)
  return (
    <Dialog
      onClose={close}
      title="Import positions"
      size="min(1080px, 94vw)"
      fullScreen={isPhone}
      closeOnClickOutside={false}
      centered={false}
      yOffset="4vh"
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed" role="status">
          {status(wizard)}
          {queue.length > 0 ? ` ${queue.length} more ${queue.length === 1 ? 'file waits' : 'files wait'}.` : ''}
        </Text>
        {step.kind !== 'done' && step.kind !== 'choose' && imported.length > 0 ? <Done imported={imported} tell={tell} /> : null}
        {step.kind === 'choose' ? <Choose onFiles={(chosen) => tell({ type: 'files', files: chosen })} /> : null}
        {step.kind === 'reading' ? <Skeleton h={280} /> : null}
        {step.kind === 'mapping' ? (
          <MappingForm
            key={step.unknown.problem.requestId}
            unknown={step.unknown}
            read={(columns) => tell({ type: 'mapped', columns })}
            skip={() => tell({ type: 'skipped' })}
          />
        ) : null}
        {step.kind === 'failed' ? (
          <Refused
            file={step.file}
            failure={step.failure}
            hasMore={queue.length > 0}
            retry={() => tell({ type: 'retry' })}
            leave={() => tell({ type: queue.length > 0 ? 'skipped' : 'more' })}
          />
        ) : null}
        {step.kind === 'review' ? (
          <Review
            key={step.preview.previewId}
            preview={step.preview}
            isImporting={step.isImporting}
            failure={step.failure}
            chosen={kept?.file === step.file ? kept.chosen : asRead}
            choose={(chosen) => setKept({ file: step.file, chosen })}
            commit={commit}
            readAgain={() => tell({ type: 'retry' })}
            skip={() => tell({ type: 'skipped' })}
          />
        ) : null}
        {step.kind === 'done' ? <Done imported={imported} tell={tell} close={close} /> : null}
      </Stack>
    </Dialog>
  )
}

function status({ step }: ReturnType<typeof useWizard>['wizard']): string {
  switch (step.kind) {
    case 'choose':
      return 'Nothing is saved until you have seen every row.'
    case 'reading':
      return `Reading ${step.file.name} …`
    case 'mapping':
      return `${step.file.name}: Alex does not know this layout.`
    case 'failed':
      return `${step.file.name} could not be read.`
    case 'review':
      return step.isImporting ? `Importing ${step.file.name} …` : `${step.file.name} was read. Nothing is saved yet.`
    case 'done':
      return 'Your portfolio is up to date.'
  }
}
