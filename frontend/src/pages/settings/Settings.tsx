import { Alert, Button, Group, Skeleton, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Problem } from '@/api/problem'
import { type Person, personQuery, putPerson } from '@/api/user'
import { useAuth } from '@/auth'
import { Async } from '@/components/Async'
import { explain } from '@/components/Failure'
import { Page } from '@/components/Page'
import { Appearance } from './Appearance'
import { Changed } from './Changed'
import { faultsOf, formErrors, formOf, inputOf, type SettingsForm } from './form'
import { Limits } from './Limits'
import { LocalNav } from './LocalNav'
import { ModelsAndCost } from './ModelsAndCost'
import { Partner } from './Partner'
import { PlanInputs } from './PlanInputs'
import { Profile } from './Profile'
import { Sessions } from './Sessions'
import classes from './Settings.module.css'
import { Sharing } from './Sharing'
import { Targets } from './Targets'
import { useDirtyGuard } from './useDirtyGuard'
import { YourData } from './YourData'

/** What Alex knows of a person, and what the person sets. */
export default function Settings() {
  const person = useQuery(personQuery)
  return (
    <Page title="Settings">
      <div className={classes.columns}>
        <LocalNav />
        <div>
          <Async query={person} what="your settings" skeleton={<Waiting />}>
            {({ value, etag }) => <Editor person={value} etag={etag} />}
          </Async>
        </div>
      </div>
    </Page>
  )
}

function Waiting() {
  return (
    <Stack>
      <Skeleton h={220} />
      <Skeleton h={380} />
    </Stack>
  )
}

function Editor({ person, etag }: { person: Person; etag: string }) {
  const client = useQueryClient()
  const { user } = useAuth()
  const [base, setBase] = useState({ person, etag })
  const [theirs, setTheirs] = useState<Person | null>(null)
  const form = useForm<SettingsForm>({ initialValues: formOf(person), validate: faultsOf })

  const saving = useMutation({
    mutationFn: ({ values, tag }: { values: SettingsForm; tag: string }) => putPerson(inputOf(values), tag),
    onSuccess: (saved) => {
      client.setQueryData(personQuery.queryKey, saved)
      for (const key of [['portfolio'], ['plan']]) client.invalidateQueries({ queryKey: key })
      setBase({ person: saved.value, etag: saved.etag })
      setTheirs(null)
      form.setInitialValues(formOf(saved.value))
      form.reset()
      notifications.show({ color: 'green', message: 'Saved.' })
    },
    onError: (e) => {
      if (!(e instanceof Problem)) return
      if (e.status === 412 && e.current) setTheirs(e.current as Person)
      form.setErrors(formErrors(e.errors))
      focusFirstError()
    },
  })

  // A newer record of the server comes in while nothing is being typed.
  const isDirty = form.isDirty()
  useEffect(() => {
    if (isDirty || etag === base.etag) return
    setBase({ person, etag })
    form.setInitialValues(formOf(person))
    form.reset()
  }, [etag, person, base.etag, isDirty, form])

  useDirtyGuard(isDirty)

  const save = (tag: string) => saving.mutate({ values: form.getValues(), tag })
  const keepMine = async () => {
    const fresh = await client.fetchQuery({ ...personQuery, staleTime: 0 })
    save(fresh.etag)
  }
  const conflict = saving.error instanceof Problem && saving.error.status === 412
  const showsFields = saving.error instanceof Problem && saving.error.errors.length > 0
  return (
    <form noValidate onSubmit={form.onSubmit(() => save(base.etag), focusFirstError)}>
      <Stack gap="lg">
        <Profile form={form} isDemo={user?.isDemo ?? false} />
        <PlanInputs form={form} />
        <Partner form={form} />
        <Targets form={form} />
        <Limits form={form} />
        <ModelsAndCost form={form} />
        <Sharing />
        <Sessions />
        <Appearance />
        <YourData />
      </Stack>
      <div className={classes.bar} data-open={isDirty || saving.isError}>
        {theirs ? (
          <Changed
            mine={form.getValues()}
            theirs={formOf(theirs)}
            onTheirs={() => {
              setTheirs(null)
              saving.reset()
              form.setInitialValues(formOf(theirs))
              form.reset()
              client.invalidateQueries({ queryKey: personQuery.queryKey })
            }}
            onMine={keepMine}
          />
        ) : null}
        {saving.isError && !conflict ? (
          <Alert color="red" role="alert" title="Not saved; what you typed is still here">
            {showsFields ? 'Some fields need another look; each says why.' : explain(saving.error)}
          </Alert>
        ) : null}
        <Group justify="flex-end" gap="sm">
          <span role="status">{isDirty ? 'You have changes that are not saved.' : ''}</span>
          <Button
            variant="default"
            disabled={!isDirty}
            onClick={() => {
              saving.reset()
              setTheirs(null)
              form.reset()
            }}
          >
            Discard
          </Button>
          <Button type="submit" loading={saving.isPending}>
            Save
          </Button>
        </Group>
      </div>
    </form>
  )
}

/** The eye and the keyboard go to the first field that is refused. */
function focusFirstError() {
  setTimeout(() => document.querySelector<HTMLElement>('main [aria-invalid="true"], main [data-refused="true"]')?.focus(), 0)
}
