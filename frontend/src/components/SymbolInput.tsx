import { Autocomplete, type AutocompleteProps, Loader, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type Instrument, searchQuery } from '@/api/instruments'

type Props = Omit<AutocompleteProps, 'data'>

/** A field for a ticker that offers what Alex knows by symbol and name; any other ticker may be typed. */
export function SymbolInput({ value = '', ...rest }: Props) {
  const { found, isSearching } = useSearch(value)
  const names = new Map(found.map((i) => [i.symbol, i.name]))
  return (
    <Autocomplete
      autoCapitalize="characters"
      autoComplete="off"
      spellCheck={false}
      maxLength={60}
      openOnFocus={false} // a list of nothing would take the first Escape
      {...rest}
      value={value}
      data={found.map((i) => i.symbol)}
      // What the server found by name has to stay, though the symbol does not have the text in it.
      filter={({ options }) => options}
      limit={20}
      // Inside of the dialog that it belongs to, and the list itself scrolls.
      comboboxProps={{ withinPortal: false }}
      withScrollArea={false}
      styles={{ options: { maxHeight: 240, overflowY: 'auto' } }}
      rightSection={isSearching ? <Loader size="xs" aria-hidden /> : null}
      renderOption={({ option }) => (
        <div>
          <Text size="sm" fw={600}>
            {option.value}
          </Text>
          <Text size="xs" c="dimmed">
            {names.get(option.value)}
          </Text>
        </div>
      )}
    />
  )
}

/** What is found for the text once it rests, the exact symbol first. */
export function useSearch(text: string): { found: Instrument[]; isSearching: boolean; isUnknown: boolean } {
  const wanted = text.trim()
  const [resting] = useDebouncedValue(wanted, 250)
  const query = useQuery(searchQuery(resting))
  const symbol = wanted.toUpperCase()
  const found = wanted === '' ? [] : [...(query.data ?? [])]
  found.sort((a, b) => Number(b.symbol === symbol) - Number(a.symbol === symbol))
  const isSettled = resting === wanted && query.isSuccess && !query.isPlaceholderData
  return {
    found,
    isSearching: query.isFetching,
    isUnknown: wanted !== '' && isSettled && !found.some((i) => i.symbol === symbol),
  }
}
