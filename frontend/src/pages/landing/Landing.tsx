import { useDocumentTitle } from '@/components/Page'
import { Glance } from './Glance'
import classes from './Landing.module.css'
import { Promises } from './Promises'
import { Samples } from './Samples'
import { Start } from './Start'
import { Steps } from './Steps'

/** What Alex promises, shown on a report that it really wrote. */
export default function Landing() {
  useDocumentTitle('Alex')
  return (
    <div className={classes.page}>
      <section className={classes.hero} aria-labelledby="promise">
        <div>
          <h1 id="promise" className={classes.promise}>
            Know whether your money lasts, and what would change it
          </h1>
          <p className={classes.lead}>
            Alex reads your broker's file, matches it to the cent, and writes a report in plain words: what you own, how likely
            your plan is to hold, and what each option would do to it.
          </p>
          <Start />
          <p className={classes.quiet}>No linked accounts. Nothing to sell. Free and open: run it on your own computer.</p>
        </div>
        <Glance />
      </section>
      <Promises />
      <Steps />
      <Samples />
    </div>
  )
}
