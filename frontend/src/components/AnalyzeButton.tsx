import { Button, type ButtonProps } from '@mantine/core'
import { IconSparkles } from '@tabler/icons-react'
import { useAnalyze } from './useAnalyze'

/** Starts the analysis and goes to watch it. */
export function AnalyzeButton(props: ButtonProps) {
  const { analyze, isStarting } = useAnalyze()
  return (
    <Button leftSection={<IconSparkles size={16} aria-hidden />} loading={isStarting} onClick={analyze} {...props}>
      Analyze
    </Button>
  )
}
