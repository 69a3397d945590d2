import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import type { Person } from '@/api/user'
import { Conflict } from '@/components/Conflict'
import { explain, Failure } from '@/components/Failure'
import classes from './QuestionCard.module.css'
import { type Change, useSavePerson } from './useSavePerson'

/** What each question is given. */
export type QuestionProps = { person: Person; next: () => void; back: () => void }

type Props = Pick<QuestionProps, 'next' | 'back'> & {
  title: string
  /** Why it is asked, in a sentence. */
  why: string
  /** What stands in for an answer. */
  assumption: string
  /** The record's field, as the server names it. */
  field: string
  /** What the answer makes of the record; a text is what is wrong with it. */
  answer: () => Change | string
  /** The record without an answer, where it has one. */
  forget?: Change
  /** A value of the record in words, for two that differ. */
  said: (person: Person) => string
  mine: string
  children: (error: string | undefined, clear: () => void) => ReactNode
}

/** One question on one card: answer it, or leave it to the assumption that stands beside it. */
export function QuestionCard(props: Props) {
  const { title, why, assumption, field, answer, forget, said, mine, next, back, children } = props
  const id = useId()
  const save = useSavePerson()
  const [wrong, setWrong] = useState<string>()
  const [last, setLast] = useState<Change>()

  const send = (change: Change) => {
    setLast(() => change)
    save.mutate(change, { onSuccess: next })
  }
  const submit = (e: FormEvent) => {
    e.preventDefault()
    const change = answer()
    if (typeof change === 'string') setWrong(change)
    else send(change)
  }
  // What Alex could not be asked about is asked again by the same button.
  const unread = (e: unknown) => setWrong(explain(e))
  // A message of the server beside the field, wherever inside of it it lies.
  const refused = save.problem?.errors.find((e) => e.location.replace(/^body\./, '').startsWith(field))?.message
  return (
    <Paper component="section" aria-labelledby={id} className={classes.card}>
      <form onSubmit={submit} noValidate>
        <Stack gap="lg">
          <div>
            <Title order={2} id={id} className={classes.title}>
              {title}
            </Title>
            <Text c="dimmed">{why}</Text>
          </div>
          {children(wrong ?? refused, () => {
            setWrong(undefined)
            if (save.isError) save.reset()
          })}
          {save.isConflict ? (
            <Conflict
              what="your record"
              differences={[{ field: title, theirs: save.theirs ? said(save.theirs) : 'changed', mine }]}
              isSaving={save.isPending}
              takeTheirs={() => save.reread().then(next, unread)}
              keepMine={() => save.reread().then(() => last && send(last), unread)}
            />
          ) : save.isError && !refused ? (
            <Failure error={save.error} what="Your answer was not saved" retry={() => last && send(last)} />
          ) : null}
          <Group gap="sm">
            <Button type="submit" loading={save.isPending}>
              Save and continue
            </Button>
            <Button variant="default" onClick={() => (forget ? send(forget) : next())} disabled={save.isPending}>
              I don't know
            </Button>
            <Button variant="subtle" onClick={back} className={classes.back}>
              Back
            </Button>
          </Group>
          <Text size="sm" className={classes.assumption}>
            <strong>Without an answer:</strong> {assumption}
          </Text>
        </Stack>
      </form>
    </Paper>
  )
}
