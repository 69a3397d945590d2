import { NativeSelect, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { assumptionsQuery, returnsOf, shippedSets } from '@/api/retirement'
import { WholeInput } from '@/components/form/WholeInput'
import { word } from '@/lib/words'
import type { OwnReturn, SettingsForm } from './form'
import { Section, type SectionProps } from './Section'
import classes from './Settings.module.css'

const none: OwnReturn = { compound: '', volatility: '' }
const sides = [
  ['compound', 'return'],
  ['volatility', 'swing'],
] as const

/** What the plan assumes of returns and prices: a shipped set, or a copy of it with figures of one's own. */
export function Assumptions({ form }: SectionProps) {
  const { data: sets } = useQuery({ ...assumptionsQuery, retry: false })
  const set = sets?.find((s) => s.id === form.values.assumptionSet)
  const rows = set ? returnsOf(set) : []
  /** What was only filled in from the set before is that of the new one. */
  const choose = (id: SettingsForm['assumptionSet']) => {
    const next = sets?.find((s) => s.id === id)
    const returns = set && next ? followed(form.values.returns, new Map(returnsOf(set)), new Map(returnsOf(next))) : {}
    form.setValues({ assumptionSet: id, returns: { ...form.values.returns, ...returns } })
  }
  return (
    <Section
      id="assumptions"
      title="Returns and prices"
      lead="What Alex assumes of the years to come; every report says so, and tells the odds by the other sets beside its own. Choose a set, or put your own figures over it: what you leave empty is as shown in gray. Two years in three lie within one swing (a standard deviation) of the return."
    >
      <NativeSelect
        label="Assumptions"
        data={shippedSets}
        maw="20rem"
        mb="md"
        value={form.values.assumptionSet}
        error={form.errors.assumptionSet}
        onChange={(e) => choose(e.currentTarget.value as SettingsForm['assumptionSet'])}
      />
      {set ? (
        <Table className={classes.limits}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">A year</Table.Th>
              <Table.Th scope="col">Return</Table.Th>
              <Table.Th scope="col">Swing</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(([name, model]) => {
              const shipped = shippedOf(model)
              const own = form.values.returns[name] ?? none
              return (
                <Table.Tr key={name}>
                  <Table.Th scope="row" fw={400}>
                    {word(name)}
                  </Table.Th>
                  {sides.map(([side, said]) => (
                    <Table.Td key={side}>
                      <WholeInput
                        aria-label={`${word(name)}: ${said}`}
                        unit="%"
                        placeholder={shipped[side]}
                        value={own[side]}
                        error={form.errors[`returns.${name}.${side}`] ?? form.errors[`returns.${name}`]}
                        onChange={(typed) => form.setFieldValue(`returns.${name}`, withSide(own, side, typed, shipped))}
                      />
                    </Table.Td>
                  ))}
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </Table>
      ) : null}
    </Section>
  )
}

type Model = { compound?: number; volatility: number }

const shippedOf = (model: Model | undefined): OwnReturn =>
  model ? { compound: String(model.compound ?? ''), volatility: String(model.volatility) } : none

/** Own figures after a change of the set: those that were the set's own become the next one's. */
export function followed(own: Record<string, OwnReturn>, from: Map<string, Model>, to: Map<string, Model>) {
  return Object.fromEntries(
    Object.entries(own).map(([name, figures]) => {
      const [before, after] = [shippedOf(from.get(name)), shippedOf(to.get(name))]
      const side = (key: keyof OwnReturn) => (figures[key] === before[key] ? after[key] : figures[key])
      return [name, { compound: side('compound'), volatility: side('volatility') }]
    }),
  )
}

/** A pair of figures with one of them typed: they go together, so that the other is filled with what was shown. */
export function withSide(own: OwnReturn, side: keyof OwnReturn, typed: string, shipped: OwnReturn): OwnReturn {
  const other = side === 'compound' ? 'volatility' : 'compound'
  if (typed === '' && own[other] === shipped[other]) return none
  return { ...own, [side]: typed, [other]: own[other] || shipped[other] }
}
