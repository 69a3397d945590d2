import { date } from '@/lib/format'
import classes from './Landing.module.css'
import { sample } from './sample'

/** The three things that people tell a friend, each with what Alex really says. */
export function Promises() {
  const fact = sample.working[0]
  const choice = sample.choices.at(-1)
  return (
    <section aria-labelledby="promises">
      <h2 id="promises" className={classes.heading}>
        Three things you will tell a friend
      </h2>
      <div className={classes.cards}>
        <article className={classes.card}>
          <h3>“It matched my broker to the cent.”</h3>
          <p>From your broker's file to a plan in a minute, without linking an account. Every line is held or accounted for.</p>
          <blockquote className={classes.proof}>
            {sample.imports.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </blockquote>
        </article>
        <article className={classes.card}>
          <h3>“Any number opens its working.”</h3>
          <p>Touch a figure and see where it comes from, as of when, and by which rule. Verify computes it all again.</p>
          {fact ? (
            <blockquote className={classes.proof}>
              <p>
                <strong>{fact.text}</strong> {fact.label}
              </p>
              <p>
                {fact.source}; as of {date(fact.asOf)}
              </p>
            </blockquote>
          ) : null}
        </article>
        <article className={classes.card}>
          <h3>“It solved my what-if.”</h3>
          <p>“Work 14 months longer or spend $400 less a month”: not a score, but the change that gets you there.</p>
          {choice ? (
            <blockquote className={classes.proof}>
              <p>
                <strong>{choice.title}.</strong> {choice.text}
              </p>
            </blockquote>
          ) : null}
        </article>
      </div>
    </section>
  )
}
