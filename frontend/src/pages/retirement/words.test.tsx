import { MantineProvider } from '@mantine/core'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { MemoryRouter } from 'react-router'
import { describe, expect, it, vi } from 'vitest'
import type { Plan } from '@/api/retirement'
import { changeWords, pointsOf } from './Change'
import { decimal } from './MoneyField'
import { StartByHand } from './StartByHand'

const comparison = { delta: 0.034, withinNoise: false } as Parameters<typeof changeWords>[0]

describe('a change against the plan', () => {
  it('is said in whole points', () => {
    expect(changeWords(comparison, 'your plan')).toBe('+3 points against your plan')
    expect(pointsOf(-0.01)).toBe('−1 point')
    expect(pointsOf(0.002)).toBe('Under 1 point more')
  })

  it('is called noise where chance alone may make it', () => {
    expect(changeWords({ ...comparison, withinNoise: true }, 'your plan')).toContain('within the noise')
  })

  it('is none where nothing differs', () => {
    expect(changeWords({ ...comparison, delta: 0 }, 'your plan')).toBe('No change against your plan')
  })
})

it.each([
  ['68000', '68000.00'],
  ['68000.', '68000.00'],
  ['0.5', '0.50'],
  ['', '0.00'],
  ['007', '7.00'],
  ['1234567890123.45', '1234567890123.45'],
])('an amount typed as "%s" leaves as %s', (typed, sent) => expect(decimal(typed)).toBe(sent))

it('begins with a balance typed by hand once all four answers are there', async () => {
  const started = vi.fn<(plan: Plan) => void>()
  render(
    <MantineProvider>
      <MemoryRouter>
        <StartByHand notes={['Nothing is owned.']} onStart={started} />
      </MemoryRouter>
    </MantineProvider>,
  )
  const person = userEvent.setup()
  await person.click(screen.getByRole('button', { name: 'Show the odds' }))
  expect(started).not.toHaveBeenCalled()
  expect(screen.getAllByText('Needed to begin')).toHaveLength(4)
  await person.type(screen.getByLabelText('What you have saved'), '500000')
  await person.type(screen.getByLabelText('Spending in retirement, a year'), '40000.50')
  await person.type(screen.getByLabelText('Your age'), '50')
  await person.type(screen.getByLabelText('Retire at'), '65')
  await person.click(screen.getByRole('button', { name: 'Show the odds' }))
  expect(started).toHaveBeenCalledWith(
    expect.objectContaining({
      balance: '500000.00',
      annualSpending: '40000.50',
      currentAge: 50,
      retirementAge: 65,
      horizonAge: 95,
    }),
  )
})
