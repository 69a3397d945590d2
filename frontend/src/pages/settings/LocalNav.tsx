import { useEffect, useState } from 'react'
import classes from './Settings.module.css'

type Props = { sections: { id: string; label: string }[] }

/** Leads to the sections, and says which one is in view. */
export function LocalNav({ sections }: Props) {
  const inView = useInView(sections)
  return (
    <nav className={classes.nav} aria-label="Sections of settings">
      <ul>
        {sections.map(({ id, label }) => (
          <li key={id}>
            <a href={`#${id}`} aria-current={id === inView ? 'location' : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The last section whose head has passed under the page's own; the very last one at the end of the page. */
function useInView(sections: { id: string }[]): string {
  const [id, set] = useState('')
  useEffect(() => {
    const look = () => {
      const tops = sections.map((s) => ({ id: s.id, top: document.getElementById(s.id)?.getBoundingClientRect().top }))
      const passed = tops.filter(({ top }) => top !== undefined && top < 140)
      const isAtEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2
      const at = isAtEnd && scrollY > 0 ? tops.at(-1) : (passed.at(-1) ?? tops[0])
      set(at?.id ?? '')
    }
    look()
    addEventListener('scroll', look, { passive: true })
    return () => removeEventListener('scroll', look)
  }, [sections])
  return id
}
