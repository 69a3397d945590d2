import { Text } from '@mantine/core'
import type { Mix } from '@/api/mixes'
import { classColor } from '@/components/classColor'
import { useAmounts } from '@/lib/amount'
import { percent } from '@/lib/format'
import { word } from '@/lib/words'
import classes from './MixOption.module.css'

type Props = { mix: Mix; isPicked: boolean; onPick: () => void }

/** A mix to pick: its parts, and the worst year that it would have had. */
export function MixOption({ mix, isPicked, onPick }: Props) {
  const { money } = useAmounts()
  const parts = Object.entries(mix.allocation)
  return (
    <label className={classes.mix} data-picked={isPicked}>
      <input type="radio" name="mix" checked={isPicked} onChange={onPick} className={classes.radio} />
      <span className={classes.name}>{mix.name}</span>
      <span className={classes.stack} aria-hidden>
        {parts.map(([key, p]) => (
          <span key={key} style={{ flexGrow: p, background: classColor(key) }} />
        ))}
      </span>
      <Text size="sm" c="dimmed" component="span" className={classes.parts}>
        {parts.map(([key, p]) => `${word(key)} ${percent(p)}`).join(' · ')}
      </Text>
      {mix.worstYear ? (
        <Text size="sm" component="span" className={classes.parts}>
          {mix.worstYear.dollars ? (
            <>
              Its worst year, {mix.worstYear.year}, would have cost you{' '}
              <strong>{money(mix.worstYear.dollars.replace('-', ''))}</strong> ({percent(mix.worstYear.percent)}).
            </>
          ) : (
            <>
              Its worst year, {mix.worstYear.year}: {percent(mix.worstYear.percent)}.
            </>
          )}
        </Text>
      ) : null}
    </label>
  )
}
