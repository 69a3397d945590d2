import type { components } from '@/api/schema'
import { FanFigure } from './FanFigure'
import type { FigureProps } from './Figure'

type Props = FigureProps & {
  percentiles: components['schemas']['AgeBand'][]
  retirementAge?: number
  title?: string
  caption?: string
}

/** What a plan has at each age, over all of its futures. */
export default function Fan({
  percentiles,
  title = 'What you have, by age',
  caption = 'Balance in today’s money: the middle future and bands around it. Each age by itself.',
  ...rest
}: Props) {
  return <FanFigure rows={percentiles} title={title} caption={caption} {...rest} />
}
