import { Skeleton, Text, Title } from '@mantine/core'
import { type ReactNode, Suspense } from 'react'
import classes from './Figure.module.css'
import { type Column, NumbersTable } from './NumbersTable'

export type FigureProps = { height?: number; headingLevel?: 3 | 4 }

type Props<Row> = FigureProps & {
  /** The finding. Left out where the page has said it already. */
  title?: string
  /** One sentence: what is drawn. */
  caption?: string
  /** The picture, which only repeats what the table says. */
  picture: ReactNode
  /** What a reader needs to read the picture, in words. */
  note?: ReactNode
  rows: Row[]
  columns: Column<Row>[]
}

/** The frame of every chart: title, one sentence, the picture, and the same numbers as a table. */
export function Figure<Row>({ title, caption, headingLevel = 3, height = 260, picture, note, rows, columns }: Props<Row>) {
  return (
    <figure className={classes.figure}>
      {title || caption ? (
        <figcaption className={classes.caption}>
          {title ? <Title order={headingLevel}>{title}</Title> : null}
          {caption ? (
            <Text size="sm" c="dimmed" mt={2}>
              {caption}
            </Text>
          ) : null}
        </figcaption>
      ) : null}
      <div className={classes.picture} aria-hidden="true">
        <Suspense fallback={<Skeleton h={height} />}>{picture}</Suspense>
      </div>
      {note ? <div className={classes.note}>{note}</div> : null}
      <details className={classes.details}>
        <summary>The same numbers as a table</summary>
        <NumbersTable rows={rows} columns={columns} label={title ?? caption ?? 'The numbers of the picture'} />
      </details>
    </figure>
  )
}

type Item = { color: string; name: string }

/** What the colours of a picture stand for. */
export function Legend({ items }: { items: Item[] }) {
  return (
    <ul className={classes.legend}>
      {items.map((item) => (
        <li key={item.name}>
          <span className={classes.swatch} style={{ background: item.color }} />
          {item.name}
        </li>
      ))}
    </ul>
  )
}
