import { type ReactNode, useId } from 'react'
import classes from './SliderField.module.css'

type Props = {
  label: string
  value: number
  min: number
  max: number
  step?: number
  /** The value in words: "66", "72%". */
  say: (value: number) => string
  onChange: (value: number) => void
  hint?: ReactNode
}

/** A slider of the browser's own: it has a name, a value in words, and keys. */
export function SliderField({ label, value, min, max, step = 1, say, onChange, hint }: Props) {
  const id = useId()
  return (
    <div className={classes.field}>
      <div className={classes.head}>
        <label htmlFor={id}>{label}</label>
        <output htmlFor={id} aria-live="off" className={classes.value}>
          {say(value)}
        </output>
      </div>
      <input
        id={id}
        className={classes.slider}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={say(value)}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(e) => onChange(Number(e.currentTarget.value))}
      />
      {hint ? (
        <p id={`${id}-hint`} className={classes.hint}>
          {hint}
        </p>
      ) : null}
    </div>
  )
}
