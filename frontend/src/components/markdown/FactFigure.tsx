import { createContext, type MouseEvent, useContext, useState } from 'react'
import type { Fact } from '@/api/reports'
import { useSentence } from '@/lib/amount'
import classes from './FactFigure.module.css'
import { OutsideLink } from './OutsideLink'
import { Working } from './Working'

/** The facts that tokens below stand for, by id. */
export const FactsContext = createContext<ReadonlyMap<string, Fact>>(new Map())

/** Whether figures are plain words here: inside of a link, which cannot hold a button. */
export const PlainContext = createContext(false)

/** A token in a text: the fact's words; a figure opens its source. */
export function FactToken({ fact: id }: { fact?: string }) {
  const fact = useContext(FactsContext).get(id ?? '')
  if (!fact) return <code>{id}</code>
  return <FactFigure fact={fact} />
}

/** A figure that opens its working. A report has hundreds: only the one that is open has a popover. */
export function FactFigure({ fact }: { fact: Fact }) {
  const sentence = useSentence()
  const isPlain = useContext(PlainContext)
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const shown = sentence(fact.text)
  if (isPlain || fact.unit === 'word') return <span>{shown}</span> // a name or a word is no figure
  if (fact.unit === 'link') return <OutsideLink href={fact.value}>{fact.text}</OutsideLink>
  const toggle = (e: MouseEvent<HTMLElement>) => setAnchor(anchor ? null : e.currentTarget)
  return (
    <>
      <button
        type="button"
        className={classes.figure}
        aria-label={`Show the working of ${shown}`}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={toggle}
      >
        {shown}
      </button>
      {anchor ? <Working fact={fact} anchor={anchor} onClose={() => setAnchor(null)} /> : null}
    </>
  )
}
