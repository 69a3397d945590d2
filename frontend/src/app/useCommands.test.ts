import { IconSun } from '@tabler/icons-react'
import { describe, expect, it } from 'vitest'
import { type CommandGroup, matching } from './useCommands'

const command = (label: string, keywords?: string[]) => ({ id: label, label, icon: IconSun, keywords, run: () => {} })
const groups: CommandGroup[] = [
  { group: 'Pages', commands: [command('Dashboard'), command('Reports')] },
  { group: 'Actions', commands: [command('Import a file', ['broker', 'csv'])] },
]
const labels = (query: string) => matching(groups, query).flatMap((g) => g.commands.map((c) => c.label))

describe('matching', () => {
  it('offers all to nothing typed', () => expect(matching(groups, ' ')).toEqual(groups))
  it('finds by label and keyword, every word of them', () => {
    expect(labels('REP')).toEqual(['Reports'])
    expect(labels('csv import')).toEqual(['Import a file'])
    expect(labels('csv reports')).toEqual([])
  })
  it('leaves out groups that are empty', () => expect(matching(groups, 'dash').map((g) => g.group)).toEqual(['Pages']))
})
