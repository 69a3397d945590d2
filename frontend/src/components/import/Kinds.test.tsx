import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, it, vi } from 'vitest'
import type { AccountChange, Choices, Preview } from '@/api/imports'
import { open } from '@/test/server'
import { asRead, Review } from './Review'

const change = (name: string, accountType: AccountChange['accountType'], matches: string | null = null): AccountChange => ({
  name,
  accountType,
  matches,
  known: matches ? name : '',
  cashBefore: null,
  cashAfter: '0.00',
  asOfBefore: null,
  asOfAfter: null,
  added: [],
  changed: [],
  gone: [],
  same: 0,
})

type Commit = (choices: Choices) => void

function Chosen({ preview, commit }: { preview: Preview; commit: Commit }) {
  const [chosen, choose] = useState(asRead)
  return (
    <Review
      preview={preview}
      isImporting={false}
      failure={null}
      chosen={chosen}
      choose={choose}
      commit={commit}
      readAgain={vi.fn()}
      skip={vi.fn()}
    />
  )
}

function show(accounts: AccountChange[]) {
  const commit = vi.fn<Commit>()
  const preview: Preview = {
    previewId: 'p',
    file: 'positions.csv',
    broker: 'fidelity',
    asOf: null,
    accounts,
    rows: [],
    fileTotal: '0.00',
    readTotal: '0.00',
    notHeld: '0.00',
    line: 'nothing',
    warnings: [],
  }
  open(<Chosen preview={preview} commit={commit} />)
  return commit
}

/** Chooses of a list that opens under its box, as several lists are in the document. */
async function choose(box: HTMLElement, name: RegExp) {
  await userEvent.click(box)
  const list = document.getElementById(box.getAttribute('aria-controls') ?? '')
  if (!list) throw new Error('the box has no list')
  await userEvent.click(within(list).getByRole('option', { name, hidden: true }))
}

const press = () => userEvent.click(screen.getByRole('button', { name: 'Import' }))

it('lets a person say how a new account is taxed, and not a known one', async () => {
  const commit = show([change('Joint', 'taxable', 'a1'), change('Roth of Ann', 'tax_free'), change('Plan 7', 'taxable')])
  expect(screen.queryByRole('combobox', { name: 'Joint' })).toBeNull()
  expect(screen.getByRole('combobox', { name: 'Roth of Ann' })).toHaveValue('Tax-free (Roth)')
  const plan = screen.getByRole('combobox', { name: 'Plan 7' })
  await choose(plan, /^Tax-deferred/)
  await press()
  expect(commit).toHaveBeenLastCalledWith({ exclude: [], accountTypes: [{ account: 2, accountType: 'tax_deferred' }] })
  await choose(plan, /^Taxable/)
  await press()
  expect(commit).toHaveBeenLastCalledWith({ exclude: [], accountTypes: [] })
})

it('asks nothing where every account is known', async () => {
  const commit = show([change('Joint', 'taxable', 'a1')])
  expect(screen.queryByText(/taxed/)).toBeNull()
  await press()
  expect(commit).toHaveBeenCalledWith({ exclude: [], accountTypes: [] })
})

it('numbers new accounts of one name', () => {
  show([change('IRA', 'taxable'), change('Joint', 'taxable'), change('IRA', 'tax_free')])
  expect(screen.getAllByRole('combobox').map((box) => (box as HTMLInputElement).labels?.[0]?.textContent)).toEqual([
    'IRA (1)',
    'Joint',
    'IRA (2)',
  ])
})
