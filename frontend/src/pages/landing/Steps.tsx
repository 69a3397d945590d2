import classes from './Landing.module.css'

const steps = [
  ['Bring what you own', 'Drop the file that your broker gives you, search for a fund, or take the sample household.'],
  ['Answer five questions', 'Or none. What you leave open is assumed, and the assumption stands where you can see it.'],
  ['Read the report', 'Thousands of futures, several methods side by side, and options to consider: never orders.'],
] as const

export function Steps() {
  return (
    <section aria-labelledby="steps">
      <h2 id="steps" className={classes.heading}>
        How it works
      </h2>
      <ol className={classes.steps}>
        {steps.map(([title, text], i) => (
          <li key={title}>
            <span className={classes.number} aria-hidden>
              {i + 1}
            </span>
            <h3>{title}</h3>
            <p>{text}</p>
          </li>
        ))}
      </ol>
    </section>
  )
}
