import { Button, Stack, Text } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useRef } from 'react'
import { DropZone } from '@/components/DropZone'
import classes from './Choose.module.css'
import { PastImports } from './PastImports'

/** Where files come in: dropped or chosen, one or several. */
export function Choose({ onFiles }: { onFiles: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <Stack gap="lg">
      <DropZone onFiles={onFiles}>
        <Stack align="center" gap="xs" py="lg" ta="center">
          <IconFileImport size={36} stroke={1.3} aria-hidden />
          <Text fw={600}>Drop positions files here</Text>
          <Button data-autofocus onClick={() => input.current?.click()}>
            Choose files
          </Button>
          <input
            ref={input}
            type="file"
            multiple
            aria-label="Positions file"
            tabIndex={-1}
            className={classes.file}
            onChange={(e) => {
              const files = [...(e.currentTarget.files ?? [])]
              e.currentTarget.value = ''
              if (files.length > 0) onFiles(files)
            }}
          />
          <Text size="sm" c="dimmed" maw="34rem">
            The positions download of Fidelity, Schwab, Vanguard or Interactive Brokers is recognised. Any other table with
            symbols and quantities works too: you say which column is which. At most 5 MiB and 20,000 rows. No full account number
            is kept.
          </Text>
        </Stack>
      </DropZone>
      <PastImports />
    </Stack>
  )
}
