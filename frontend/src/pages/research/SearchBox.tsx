import { Button, CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type FormEvent, useRef, useState } from 'react'
import classes from './Research.module.css'

type Props = {
  /** What is searched for now: the address has it. */
  query: string
  error: string | undefined
  /** Empty: nothing any more. */
  search: (query: string) => void
}

/** Asks what to look for. What is typed follows the address when one goes back. */
export function SearchBox({ query, error, search }: Props) {
  const [typed, type] = useState(query)
  const [last, setLast] = useState(query)
  const input = useRef<HTMLInputElement>(null)
  if (last !== query) {
    setLast(query)
    type(query)
  }
  const submit = (e: FormEvent) => {
    e.preventDefault()
    search(typed.trim())
  }
  const clear = () => {
    type('')
    search('')
    input.current?.focus()
  }
  return (
    <search className="no-print">
      <form onSubmit={submit} className={classes.search}>
        <TextInput
          ref={input}
          className={classes.input}
          aria-label="Search the texts"
          placeholder="A question, or what to read about"
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={typed ? <CloseButton size="sm" aria-label="Clear the search" onClick={clear} /> : null}
          enterKeyHint="search"
          autoComplete="off"
          maxLength={1000}
          value={typed}
          error={error}
          onChange={(e) => type(e.currentTarget.value)}
        />
        <Button type="submit">Search</Button>
      </form>
    </search>
  )
}
