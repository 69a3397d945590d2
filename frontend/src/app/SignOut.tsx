import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import { useAuth } from '@/auth'

/** An address of its own, so that a page with unsaved input is asked first. */
export function SignOut() {
  const { signOut } = useAuth()
  const navigate = useNavigate()
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when one comes here
  useEffect(() => {
    void signOut() // what is held goes at once; the server may take its time
    navigate('/', { replace: true })
  }, [])
  return null
}
