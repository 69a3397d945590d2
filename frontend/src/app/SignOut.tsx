import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import { useAuth } from '@/auth'

/** An address of its own, so that a page with unsaved input is asked first. */
export function SignOut() {
  const { signOut } = useAuth()
  const navigate = useNavigate()
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when one comes here
  useEffect(() => {
    // What is held goes at once; the server is waited for, but not for ever.
    const patience = new Promise<void>((resolve) => setTimeout(resolve, 3000))
    void Promise.race([signOut(), patience]).then(() => navigate('/', { replace: true }))
  }, [])
  return null
}
