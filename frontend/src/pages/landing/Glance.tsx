import { Strong } from '@/components/Strong'
import { date } from '@/lib/format'
import classes from './Landing.module.css'
import { sample } from './sample'

/** The first words of the sample's report, as they were written. */
export function Glance() {
  const blocks = sample.summary.trim().split('\n\n')
  return (
    <figure className={classes.glance}>
      <figcaption className={classes.glanceTitle}>
        <span>At a glance</span>
        <span>{date(sample.asOf)}</span>
      </figcaption>
      {blocks.map((block) =>
        block.startsWith('- ') ? (
          <ul key={block}>
            {block.split('\n').map((item) => (
              <li key={item}>
                <Strong text={item.slice(2)} />
              </li>
            ))}
          </ul>
        ) : (
          <p key={block}>
            <Strong text={block} />
          </p>
        ),
      )}
      <p className={classes.source}>From the report of the sample household, word for word.</p>
    </figure>
  )
}
