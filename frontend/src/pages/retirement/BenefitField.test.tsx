import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, it, vi } from 'vitest'
import type { Plan } from '@/api/retirement'
import { BenefitField } from './BenefitField'

const start: Plan = {
  currentAge: 58,
  retirementAge: 66,
  horizonAge: 95,
  birthYear: 1968,
  balance: '1.00',
  annualSpending: '1.00',
  allocation: { equity: 100 },
  incomes: [{ name: 'Social Security', kind: 'social_security', annual: '24000.00', startAge: 65 }],
}

/** Seven in ten at 62 and so on: here simply the same at each age. */
function answering() {
  vi.stubGlobal('fetch', async (request: Request) => {
    const annual = new URL(request.url).searchParams.get('annualAtFullAge') ?? ''
    const claims = [62, 63, 64, 65, 66, 67, 68, 69, 70].map((age) => ({ age, percent: 100, annual, monthly: '0.00' }))
    return Response.json({ fullAge: { years: 67, months: 0 }, source: 's', claims })
  })
}

let plan = start

function Bench() {
  const [now, set] = useState(start)
  plan = now
  return <BenefitField plan={now} onChange={set} />
}

it('takes a whole sum at full age, keeps the field, and follows a correction', async () => {
  answering()
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MantineProvider>
        <Bench />
      </MantineProvider>
    </QueryClientProvider>,
  )
  const field = await screen.findByLabelText('Your benefit at full retirement age, a year')
  await userEvent.type(field, '30000')
  expect(screen.getByLabelText('Your benefit at full retirement age, a year')).toHaveValue('$30,000')
  expect(plan.incomes?.[0]?.annual).toBe('24000.00') // nothing is counted before an age is chosen
  const slider = await screen.findByRole('slider')
  await waitFor(() => expect(slider).toHaveAttribute('aria-valuetext', '65'))
  await waitFor(() => {
    fireEvent.change(slider, { target: { value: '68' } })
    expect(plan.incomes?.[0]).toMatchObject({ startAge: 68, annual: '30000.00' })
  })
  await userEvent.clear(field)
  await userEvent.type(field, '36000')
  await waitFor(() => expect(plan.incomes?.[0]).toMatchObject({ startAge: 68, annual: '36000.00' }))
})
