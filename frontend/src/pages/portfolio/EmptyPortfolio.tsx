import { Button, Group } from '@mantine/core'
import { IconFileImport, IconPlus } from '@tabler/icons-react'
import { DropZone } from '@/components/DropZone'
import { Empty } from '@/components/Empty'
import type { Dialog } from './dialog'

type Props = { show: (dialog: Dialog) => void; importFiles: (files: File[]) => void }

/** Nothing is owned yet, as far as Alex knows: the three ways to begin. */
export function EmptyPortfolio({ show, importFiles }: Props) {
  return (
    <DropZone onFiles={importFiles}>
      <Empty
        title="Nothing here yet"
        text="Drop a positions file of your broker anywhere in this box: Fidelity, Schwab, Vanguard, Interactive Brokers, or any table with symbols and quantities. You see every row before anything is saved."
        icon={<IconFileImport size={40} stroke={1.3} aria-hidden />}
      >
        <Group justify="center" gap="xs" mt="sm">
          <Button leftSection={<IconFileImport size={16} aria-hidden />} onClick={() => importFiles([])}>
            Import a file
          </Button>
          <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => show({ kind: 'add' })}>
            Add a position
          </Button>
          <Button variant="default" onClick={() => show({ kind: 'sample' })}>
            Look at a sample household
          </Button>
        </Group>
      </Empty>
    </DropZone>
  )
}
