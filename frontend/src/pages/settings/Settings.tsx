import { Alert, Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLocation } from 'react-router'
import { readActing } from '@/api/acting'
import { useMail } from '@/api/site'
import { type Person, personQuery } from '@/api/user'
import { useAuth } from '@/auth'
import { Async } from '@/components/Async'
import { Page } from '@/components/Page'
import { Activity } from './Activity'
import { Appearance } from './Appearance'
import { Assumptions } from './Assumptions'
import { Assistants } from './assistants/Assistants'
import { Limits } from './Limits'
import { LocalNav } from './LocalNav'
import { ModelsAndCost } from './ModelsAndCost'
import { MonthlyReview } from './MonthlyReview'
import { Partner } from './Partner'
import { PlanInputs } from './PlanInputs'
import { Profile } from './Profile'
import { SaveBar } from './SaveBar'
import classes from './Settings.module.css'
import { Sharing } from './Sharing'
import { ownSections, ownSectionsWithLetters, sectionsOfOthers } from './sections'
import { Security } from './security/Security'
import { Targets } from './Targets'
import { useDirtyGuard } from './useDirtyGuard'
import { focusFirstError, useSaving } from './useSaving'
import { YourData } from './YourData'

/** What Alex knows of a person, and what the person sets. */
export default function Settings() {
  const person = useQuery(personQuery)
  const acting = readActing()
  const { user } = useAuth()
  const mail = useMail()
  const own = mail && !user?.isDemo ? ownSectionsWithLetters : ownSections
  return (
    <Page title="Settings" lead={acting ? `What ${acting.name || 'the owner'} told Alex for this plan.` : undefined}>
      <div className={classes.columns}>
        <LocalNav sections={acting ? sectionsOfOthers : own} />
        <div>
          <Async query={person} what="your settings" skeleton={<Waiting />}>
            {(read) => <Editor read={read} />}
          </Async>
        </div>
      </div>
    </Page>
  )
}

function Waiting() {
  return (
    <Stack>
      <Skeleton h={190} />
      <Skeleton h={640} />
      <Skeleton h={190} />
    </Stack>
  )
}

function Editor({ read }: { read: { value: Person; etag: string } }) {
  const { user } = useAuth()
  const acting = readActing()
  const mail = useMail()
  const isReadOnly = acting?.role === 'viewer'
  const saving = useSaving(read)
  const { form, isDirty } = saving
  const guard = useDirtyGuard(isDirty)
  useArrival()
  return (
    <form noValidate onSubmit={form.onSubmit(saving.save, focusFirstError)}>
      {guard}
      <Stack gap="lg">
        {isReadOnly ? <Alert color="blue">You may read these answers, not change them.</Alert> : null}
        <fieldset className={classes.fields} disabled={isReadOnly}>
          <Stack gap="lg">
            <Profile form={form} isDemo={!acting && (user?.isDemo ?? false)} />
            {mail && !acting && !user?.isDemo ? <MonthlyReview form={form} isVerified={read.value.emailVerified} /> : null}
            <PlanInputs form={form} />
            <Partner form={form} />
            <Targets form={form} isReadOnly={isReadOnly} />
            <Assumptions form={form} />
            <Limits form={form} />
            <ModelsAndCost form={form} isOwner={!acting} />
          </Stack>
        </fieldset>
        {acting ? null : (
          <>
            <Sharing />
            <Assistants />
            <Security />
            <Activity />
          </>
        )}
        <Appearance />
        {acting ? null : <YourData />}
      </Stack>
      {isReadOnly ? null : <SaveBar saving={saving} />}
    </form>
  )
}

/** A link to a section arrives there once the sections stand. */
function useArrival() {
  const { hash } = useLocation()
  useEffect(() => {
    if (hash) document.getElementById(hash.slice(1))?.scrollIntoView()
  }, [hash])
}
