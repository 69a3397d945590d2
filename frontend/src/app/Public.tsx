import { Group } from '@mantine/core'
import { Suspense } from 'react'
import { Link, Outlet } from 'react-router'
import { Disclaimer } from '@/components/Disclaimer'
import { Logo } from './Logo'
import classes from './Public.module.css'

/** The frame of the pages that need no sign-in. */
export function Public() {
  return (
    <div className={classes.frame}>
      <a className="skip-link" href="#main">
        Skip to the page
      </a>
      <header className={classes.header}>
        <Link to="/" className={classes.home} aria-label="Alex: start page">
          <Logo />
        </Link>
        <Group component="nav" aria-label="Account" gap="md">
          <Link to="/sign-in" className={classes.link}>
            Sign in
          </Link>
        </Group>
      </header>
      <main id="main" tabIndex={-1}>
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
      <footer className={classes.footer}>
        <Disclaimer />
      </footer>
    </div>
  )
}
