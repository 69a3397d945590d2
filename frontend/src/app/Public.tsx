import { Group } from '@mantine/core'
import { Suspense, useEffect, useRef } from 'react'
import { Link, Outlet, useLocation } from 'react-router'
import { useAuth } from '@/auth'
import { Disclaimer } from '@/components/Disclaimer'
import { Goodbye } from './Goodbye'
import { Logo } from './Logo'
import classes from './Public.module.css'

/** The frame of the pages that need no sign-in. */
export function Public() {
  const { pathname } = useLocation()
  const main = useRef<HTMLElement>(null)
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    main.current?.focus({ preventScroll: true })
  }, [pathname])
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
          <AccountLink />
        </Group>
      </header>
      <main id="main" tabIndex={-1} ref={main}>
        <Goodbye />
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

/** Into one's own account, or back to it; nothing while it is not known which. */
function AccountLink() {
  const { status } = useAuth()
  const { pathname } = useLocation()
  if (status === 'loading' || pathname === '/sign-in') return null
  const [to, label] = status === 'signed-in' ? ['/dashboard', 'Dashboard'] : ['/sign-in', 'Sign in']
  return (
    <Link to={to} className={classes.link}>
      {label}
    </Link>
  )
}
