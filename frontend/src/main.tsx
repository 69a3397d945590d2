import './app/mantine'
import './app/global.css'
import { startTransition } from 'react'
import { createRoot } from 'react-dom/client'
import { readSiteConfig } from './api/site'
import { App } from './app/App'
import { prefetch } from './app/routes'
import { loadAdapter } from './auth'
import { watchFocus } from './lib/focus'
import { takeSecrets, watchSecrets } from './lib/secretLink'

watchFocus()

// Paper is white: a dark page is printed as the light one.
matchMedia('print').addEventListener('change', ({ matches }) => {
  const { dataset } = document.documentElement
  if (matches) {
    dataset.screenScheme = dataset.mantineColorScheme
    dataset.mantineColorScheme = 'light'
  } else if (dataset.screenScheme) {
    dataset.mantineColorScheme = dataset.screenScheme
    delete dataset.screenScheme
  }
})

const root = createRoot(document.getElementById('root') as HTMLElement)

takeSecrets() // before anything looks at the address
watchSecrets()
prefetch(location.pathname)
readSiteConfig()
  .then(async (site) => {
    const adapter = await loadAdapter(site)
    startTransition(() => root.render(<App site={site} adapter={adapter} />)) // in slices: the browser stays awake
  })
  .catch(() =>
    root.render(
      <main style={{ maxWidth: '32rem', margin: '20vh auto', padding: '0 1rem', fontFamily: 'system-ui' }} role="alert">
        <h1>Alex cannot be reached</h1>
        <p>The page is here, but the service behind it does not answer. Check your connection, then load the page again.</p>
        <a href="/">Load again</a>
      </main>,
    ),
  )
