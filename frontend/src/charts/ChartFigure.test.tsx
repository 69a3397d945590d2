import { MantineProvider } from '@mantine/core'
import { render, screen, within } from '@testing-library/react'
import { beforeEach, expect, it } from 'vitest'
import type { Chart } from '@/api/reports'
import { writeSetting } from '@/lib/preferences'
import { ChartFigure } from './ChartFigure'

const show = (chart: Chart) =>
  render(
    <MantineProvider>
      <ChartFigure chart={chart} />
    </MantineProvider>,
  )

const bars: Chart = {
  key: 'account',
  title: '2 accounts, $701,217',
  caption: 'Value by account.',
  type: 'bar',
  data: [
    { name: '<img src=x onerror=alert(1)>', value: 388_260, percentage: 55.37, color: '#0072B2' },
    { name: 'Rollover IRA', value: 94_037.25, percentage: 13.41, color: '#E69F00' },
  ],
}

beforeEach(() => writeSetting('alex.privacy', null))

it('tells the numbers of the picture as a table', () => {
  show(bars)
  const table = screen.getByRole('table', { name: '2 accounts, $701,217', hidden: true })
  const row = within(table).getByRole('row', { name: /Rollover IRA/, hidden: true })
  expect(row).toHaveTextContent('Rollover IRA$94,03713.41%')
})

it('shows names as text, whatever they are', () => {
  const { container } = show(bars)
  expect(container.querySelector('img')).toBeNull()
  expect(screen.getAllByText('<img src=x onerror=alert(1)>').length).toBeGreaterThan(0)
})

it('hides amounts from who looks over the shoulder, and keeps shares', () => {
  writeSetting('alex.privacy', 'on')
  const { container } = show(bars)
  expect(container.textContent).not.toMatch(/701,217|94,037|388,260/)
  expect(container.textContent).toContain('13.41%')
})

it('says which differences are noise', () => {
  show({
    ...bars,
    unit: 'pt',
    data: [
      { name: 'Save 10% less', value: -0.1, noise: true, color: '#999999' },
      { name: 'Spend 20% more', value: -14.67, color: '#D55E00' },
    ],
  })
  expect(screen.getByRole('row', { name: /Save 10% less/, hidden: true })).toHaveTextContent('−0.1 ptyes')
  expect(screen.getByRole('row', { name: /Spend 20% more/, hidden: true })).toHaveTextContent('−14.7 ptno')
})

it('keeps what is drawn from the keyboard and from screen readers', () => {
  const { container } = show(bars)
  const picture = container.querySelector('[aria-hidden="true"]')
  expect(picture).not.toBeNull()
  expect(picture?.querySelector('a, button, input, [tabindex="0"]')).toBeNull()
})

it('survives a chart without data', () => {
  for (const type of ['pie', 'bar', 'fan', 'line']) show({ ...bars, type, data: null })
})
