import { Skeleton } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { lazy, Suspense, useEffect, useState } from 'react'
import classes from './Landing.module.css'
import { sample } from './sample'

const ChartFigure = lazy(() => import('@/charts/ChartFigure'))

/** Charts of the sample's report. Their code is fetched when they come near. */
export function Samples() {
  const { ref, entry } = useIntersection({ rootMargin: '200px' })
  const [isNear, setNear] = useState(false)
  useEffect(() => {
    if (entry?.isIntersecting) setNear(true)
  }, [entry])
  return (
    <section aria-labelledby="samples" ref={ref}>
      <h2 id="samples" className={classes.heading}>
        What a report shows
      </h2>
      <div className={classes.samples}>
        {sample.charts.map((chart) => (
          <div key={chart.key} className={classes.sample}>
            {isNear ? (
              <Suspense fallback={<Skeleton h={380} />}>
                <ChartFigure chart={chart} />
              </Suspense>
            ) : (
              <Skeleton h={380} animate={false} />
            )}
          </div>
        ))}
      </div>
      <p className={classes.source}>
        Real output for the sample household that ships with Alex. Hypothetical results of simulations, not forecasts.
      </p>
    </section>
  )
}
