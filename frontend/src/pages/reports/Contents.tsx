import { useMediaQuery } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import classes from './ReportPage.module.css'

type Props = { sections: { key: string; title: string }[] }

/** The contents: beside the text where there is room, folded above it on a phone. */
export function Contents({ sections }: Props) {
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false })
  const current = useCurrent(sections)
  const list = (
    <ol>
      {sections.map((s) => (
        <li key={s.key}>
          <a href={`#${s.key}`} aria-current={s.key === current ? 'true' : undefined}>
            {s.title}
          </a>
        </li>
      ))}
    </ol>
  )
  return (
    <nav className={classes.contents} aria-label="Contents of the report">
      {isWide ? (
        list
      ) : (
        <details>
          <summary className={classes.summary}>Contents</summary>
          {list}
        </details>
      )}
    </nav>
  )
}

/** The section that is being read. */
function useCurrent(sections: { key: string }[]): string {
  const [current, setCurrent] = useState(sections[0]?.key ?? '')
  useEffect(() => {
    if (!('IntersectionObserver' in window)) return
    const watcher = new IntersectionObserver(
      (entries) => {
        for (const e of entries) if (e.isIntersecting) setCurrent(e.target.id)
      },
      { rootMargin: '-80px 0px -65% 0px' },
    )
    for (const { key } of sections) {
      const element = document.getElementById(key)
      if (element) watcher.observe(element)
    }
    return () => watcher.disconnect()
  }, [sections])
  return current
}
