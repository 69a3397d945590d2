import type { Difference } from '@/components/Conflict'
import type { SettingsForm } from './form'
import { fieldName, leaves, saidValue } from './words'

type Key = keyof SettingsForm

export type Merge = {
  /** Mine where I changed something, theirs everywhere else. */
  merged: SettingsForm
  /** What only they changed. */
  theirs: Key[]
  /** What both changed, to different values. */
  both: Key[]
}

const isSame = (a: SettingsForm, b: SettingsForm, key: Key) => JSON.stringify(a[key]) === JSON.stringify(b[key])

/** Puts what I typed since `base` onto what the record is by now. A list or a set of targets counts as one field. */
export function merge(base: SettingsForm, mine: SettingsForm, now: SettingsForm): Merge {
  const keys = Object.keys(base) as Key[]
  const theirs = keys.filter((k) => !isSame(base, now, k) && isSame(base, mine, k))
  const both = keys.filter((k) => !isSame(base, now, k) && !isSame(base, mine, k) && !isSame(mine, now, k))
  const taken = Object.fromEntries(theirs.map((k) => [k, now[k]]))
  return { merged: { ...mine, ...taken }, theirs, both }
}

/** A form with some of its fields as they are in another. */
export const withFields = (form: SettingsForm, keys: Key[], from: SettingsForm): SettingsForm => ({
  ...form,
  ...Object.fromEntries(keys.map((k) => [k, from[k]])),
})

/** What differs within these fields, value by value, in words. */
export function differences(keys: Key[], mine: SettingsForm, theirs: SettingsForm, money: (v: string) => string): Difference[] {
  return keys.flatMap((key) => {
    const [a, b] = [leaves(mine, key), leaves(theirs, key)]
    return [...new Set([...a.keys(), ...b.keys()])]
      .map((path) => ({
        field: fieldName(path),
        mine: saidValue(path, a.get(path) ?? '', money),
        theirs: saidValue(path, b.get(path) ?? '', money),
      }))
      .filter((d) => d.mine !== d.theirs)
  })
}
