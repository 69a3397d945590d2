import { accent, empty } from './colors'
import classes from './Odds.module.css'

type Props = {
  /** Shares of futures from 0 to 1. */
  rate: number
  low?: number | null
  high?: number | null
}

/**
 * A chance as a bar of all futures, with the interval of the simulation around its
 * end. Only a picture: the words and the numbers stand beside it.
 */
export default function Odds({ rate, low, high }: Props) {
  const at = (share: number) => `${share * 100}%`
  return (
    <div className={classes.bar} style={{ background: empty }} aria-hidden="true">
      <div className={classes.paid} style={{ width: at(rate), background: accent }} />
      {low != null && high != null ? <div className={classes.interval} style={{ left: at(low), width: at(high - low) }} /> : null}
    </div>
  )
}
