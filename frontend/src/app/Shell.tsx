import { ActionIcon, AppShell, Button, Group, Menu, NavLink, Text, Tooltip, UnstyledButton } from '@mantine/core'
import { Notifications, notifications } from '@mantine/notifications'
import { IconDots, IconEye, IconEyeOff, IconSearch, IconUserCircle } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Link, Navigate, Outlet, NavLink as RouterLink, useLocation } from 'react-router'
import { readActing } from '@/api/acting'
import { useAdapter, useAuth } from '@/auth'
import { AnalyzeProvider } from '@/components/AnalyzeProvider'
import { Disclaimer } from '@/components/Disclaimer'
import { useActingName } from '@/components/useActingName'
import { usePrivacy } from '@/lib/preferences'
import { Logo } from './Logo'
import { usePlaces } from './places'
import classes from './Shell.module.css'
import { ThemeMenuItems } from './ThemeMenuItems'
import { Waiting } from './Waiting'

const paletteKey = navigator.userAgent.includes('Mac') ? '⌘ K' : 'Ctrl K'

const Palette = lazy(() => import('./Palette'))

/** Everything behind sign-in: rail or bar, the page, and what is at hand everywhere. */
export function Shell() {
  const { status, failure, user } = useAuth()
  const location = useLocation()
  const places = usePlaces()
  const main = useRef<HTMLElement>(null)
  const [isPaletteWanted, wantPalette] = usePaletteKey()

  // A page that one goes to has the focus; the first one has not, or the way past
  // the navigation would not be the first thing that Tab comes to.
  const shown = useRef(location.pathname)
  useEffect(() => {
    if (shown.current === location.pathname) return
    shown.current = location.pathname
    window.scrollTo(0, 0)
    main.current?.focus({ preventScroll: true })
  }, [location.pathname])

  // What one person was told is not for the next.
  const whose = `${user?.id ?? ''} ${readActing()?.id ?? ''}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the person changes
  useEffect(() => () => notifications.clean(), [whose])

  if (status === 'loading' || status === 'failed') return <Waiting failure={status === 'failed' ? failure : undefined} />
  if (status === 'signed-out') {
    return <Navigate to={`/sign-in?return=${encodeURIComponent(location.pathname + location.search)}`} replace />
  }
  return (
    <AnalyzeProvider>
      <AppShell
        header={{ height: 56 }}
        navbar={{ width: 212, breakpoint: 'sm', collapsed: { mobile: true } }}
        padding={{ base: 'md', sm: 'xl' }}
      >
        <Notifications position="bottom-center" />
        <a className="skip-link" href="#main">
          Skip to the page
        </a>
        <AppShell.Header className={classes.header}>
          <Group h="100%" px="md" justify="space-between" wrap="nowrap">
            <Link to="/dashboard" className={classes.home} aria-label="Alex: dashboard">
              <Logo />
            </Link>
            <Group gap="xs" wrap="nowrap">
              <Button
                variant="default"
                size="xs"
                leftSection={<IconSearch size={14} aria-hidden />}
                onClick={() => wantPalette(true)}
                className={classes.search}
                visibleFrom="sm"
              >
                Find or ask <span className={classes.key}>{paletteKey}</span>
              </Button>
              <ActionIcon variant="subtle" size="lg" aria-label="Find or ask" onClick={() => wantPalette(true)} hiddenFrom="sm">
                <IconSearch size={20} aria-hidden />
              </ActionIcon>
              <PrivacyToggle />
              <UserMenu />
            </Group>
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="sm" className={classes.rail} aria-label="Pages">
          {places.map(({ path, label, icon: Icon }) => (
            <NavLink
              key={path}
              component={RouterLink}
              to={path}
              label={label}
              leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
              active={location.pathname.startsWith(path)}
              className={classes.place}
            />
          ))}
        </AppShell.Navbar>
        <AppShell.Main id="main" tabIndex={-1} ref={main}>
          <ActingBanner />
          <div className={classes.content}>
            {/* A page of one person is not that of the next: it begins anew. */}
            <Suspense key={readActing()?.id ?? 'own'} fallback={<Waiting inside />}>
              <Outlet />
            </Suspense>
          </div>
          <footer className={classes.footer}>
            <Disclaimer />
          </footer>
        </AppShell.Main>
        <PhoneBar />
        {isPaletteWanted ? (
          <Suspense fallback={null}>
            <Palette onClose={() => wantPalette(false)} />
          </Suspense>
        ) : null}
      </AppShell>
    </AnalyzeProvider>
  )
}

function usePaletteKey(): [boolean, (on: boolean) => void] {
  const [on, set] = useState(false)
  useEffect(() => {
    const pressed = (e: KeyboardEvent) => {
      if ((e.metaKey || e.ctrlKey) && e.key.toLowerCase() === 'k') {
        e.preventDefault()
        set(true)
      }
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [])
  return [on, set]
}

function PrivacyToggle() {
  const [isPrivate, set] = usePrivacy()
  const label = isPrivate ? 'Show amounts' : 'Hide amounts'
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" size="lg" aria-label={label} onClick={() => set(!isPrivate)}>
        {isPrivate ? <IconEyeOff size={20} aria-hidden /> : <IconEye size={20} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  )
}

function UserMenu() {
  const { user } = useAuth()
  const { UserMenuItems } = useAdapter()
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" size="lg" aria-label="Your account">
          <IconUserCircle size={22} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user?.displayName || user?.email || 'Signed in'}</Menu.Label>
        <UserMenuItems />
        <Menu.Item component={Link} to="/settings">
          Settings
        </Menu.Item>
        <Menu.Divider />
        <ThemeMenuItems />
        <Menu.Divider />
        <Menu.Item component={Link} to="/sign-out">
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function ActingBanner() {
  const acting = readActing()
  const name = useActingName()
  if (!acting) return null
  return (
    <Group className={classes.acting} role="status" justify="space-between" gap="xs">
      <Text size="sm">
        You are looking at the plan of <strong>{name || 'someone else'}</strong>
        {acting.role === 'viewer' ? ', to read only.' : ', and may edit it.'}
      </Text>
      <Button size="xs" variant="default" component={Link} to="/own">
        Back to my own
      </Button>
    </Group>
  )
}

function PhoneBar() {
  const { pathname } = useLocation()
  const places = usePlaces()
  const shown = places.slice(0, 4)
  return (
    <nav className={classes.bar} aria-label="Pages of a phone">
      {shown.map(({ path, label, icon: Icon }) => (
        <RouterLink key={path} to={path} className={classes.tab} data-active={pathname.startsWith(path)}>
          <Icon size={22} stroke={1.7} aria-hidden />
          {label}
        </RouterLink>
      ))}
      <Menu position="top-end" width={200}>
        <Menu.Target>
          <UnstyledButton className={classes.tab} data-active={places.slice(4).some((p) => pathname.startsWith(p.path))}>
            <IconDots size={22} stroke={1.7} aria-hidden />
            More
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {places.slice(4).map(({ path, label, icon: Icon }) => (
            <Menu.Item key={path} component={Link} to={path} leftSection={<Icon size={18} aria-hidden />}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </nav>
  )
}
