import { Badge } from '@mantine/core'
import classes from './Reports.module.css'

const verdicts: Record<string, [text: string, color: string]> = {
  same: ['✓ Verified: the same figures', 'green'],
  different: ['✕ Figures differ', 'red'],
  engine_changed: ['Made by an earlier engine', 'yellow'],
}

/** How a report stood to its last recomputation. */
export function Verdict({ result }: { result: string | undefined }) {
  const [text, color] = verdicts[result ?? ''] ?? ['Not verified yet', 'gray']
  return (
    <Badge variant="outline" color={color} tt="none" className={classes.verdict}>
      {text}
    </Badge>
  )
}
