import { beforeEach, describe, expect, it } from 'vitest'
import { forgetNotes, notesKey } from './notes'
import { readSetting, writeSetting } from './preferences'

const ann = notesKey('ann', 'own')
const annsOfEve = notesKey('ann', 'eve')
const bob = notesKey('bob', 'own')

beforeEach(() => {
  for (const key of [ann, annsOfEve, bob]) writeSetting(key, 'sell the boat')
  writeSetting('alex.privacy', 'on')
})

const left = () => [ann, annsOfEve, bob, 'alex.privacy'].filter((key) => readSetting(key) !== null)

describe('notes for a meeting', () => {
  it('go when nobody is signed in', () => {
    forgetNotes()
    expect(left()).toEqual(['alex.privacy'])
    expect(JSON.stringify({ ...localStorage })).not.toContain('boat')
  })

  it('go when another signs in, whose own stay', () => {
    forgetNotes('bob')
    expect(left()).toEqual([bob, 'alex.privacy'])
  })

  it('do not stay for one whose id merely begins alike', () => {
    forgetNotes('bo')
    expect(left()).toEqual(['alex.privacy'])
  })
})
