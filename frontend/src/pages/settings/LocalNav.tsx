import classes from './Settings.module.css'

const sections = [
  ['profile', 'Profile'],
  ['plan', 'Your plan'],
  ['partner', 'Partner'],
  ['targets', 'Targets'],
  ['limits', 'Health checks'],
  ['models', 'Models and cost'],
  ['sharing', 'Sharing'],
  ['sessions', 'Sessions'],
  ['appearance', 'Appearance'],
  ['data', 'Your data'],
] as const

export function LocalNav() {
  return (
    <nav className={classes.nav} aria-label="Settings">
      <ul>
        {sections.map(([id, label]) => (
          <li key={id}>
            <a href={`#${id}`}>{label}</a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
