import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { afterEach, describe, expect, it } from 'vitest'
import type { SiteConfig } from '@/api/site'
import { dropSecret, heldSecret, takeSecrets } from '@/lib/secretLink'
import { LocalContext } from './localContext'
import { SignUp } from './localForms'
import type { LocalSession } from './session'

afterEach(() => dropSecret('invite'))

function show(session: Partial<LocalSession>) {
  const site = { signup: 'invite' } as SiteConfig
  render(
    <MantineProvider>
      <LocalContext value={{ session: session as LocalSession, site }}>
        <MemoryRouter>
          <SignUp returnTo="/onboarding" />
        </MemoryRouter>
      </LocalContext>
    </MantineProvider>,
  )
}

describe('signing up by an invitation', () => {
  it.each(['/sign-up#email=ann%40example.org&invite=C4N4RY', '/sign-up?invite=C4N4RY'])('takes the code of %s', async (link) => {
    history.replaceState(null, '', link)
    takeSecrets()
    const sent: unknown[] = []
    show({
      signUp: async (input) => {
        sent.push(input)
        return {} as never
      },
    })
    expect(location.href).not.toContain('C4N4RY')
    expect(screen.getByLabelText('Invitation')).toHaveValue('C4N4RY')
    fireEvent.change(screen.getByLabelText('E-mail'), { target: { value: 'ann@example.org' } })
    fireEvent.change(screen.getByLabelText('Password'), { target: { value: 'correct horse battery' } })
    fireEvent.submit(screen.getByLabelText('E-mail'))
    await waitFor(() => expect(heldSecret('invite')).toBe(''))
    expect(sent).toEqual([{ displayName: '', email: 'ann@example.org', password: 'correct horse battery', invite: 'C4N4RY' }])
  })
})
