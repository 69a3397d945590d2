import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLocation } from 'react-router'
import { useAuth } from '@/auth'
import { forgetNotes } from '@/lib/notes'
import classes from './Goodbye.module.css'

/**
 * What stands after an account was erased. Only here the session ends: while a
 * page behind sign-in still stood, it would ask to sign in. The state names who
 * was erased, so that no one who signs in later is sent away.
 */
export function Goodbye() {
  const { state } = useLocation()
  const { user, signOut } = useAuth()
  const client = useQueryClient()
  const erased: string | undefined = state?.goodbye
  const isStillHere = erased !== undefined && user?.id === erased
  useEffect(() => {
    if (!isStillHere) return
    forgetNotes()
    client.clear()
    void signOut()
  }, [isStillHere, client, signOut])
  if (erased === undefined) return null
  return (
    <p className={classes.goodbye} role="status">
      Your account and everything in it are erased. Goodbye, and thank you for trying Alex.
    </p>
  )
}
