import { Button, type ButtonProps } from '@mantine/core'
import { IconSparkles } from '@tabler/icons-react'
import { may } from '@/api/acting'
import { useAnalyze } from './useAnalyze'

/** Starts the analysis and goes to watch it. */
export function AnalyzeButton(props: ButtonProps) {
  const { analyze, isStarting } = useAnalyze()
  if (!may().edit) return null
  return (
    <Button leftSection={<IconSparkles size={16} aria-hidden />} loading={isStarting} onClick={analyze} {...props}>
      Analyze
    </Button>
  )
}
