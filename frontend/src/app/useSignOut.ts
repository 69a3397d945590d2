import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { actFor } from '@/api/acting'
import { useAuth } from '@/auth'

/** Ends the session and forgets everything that was read in it. */
export function useSignOut(): () => Promise<void> {
  const { signOut } = useAuth()
  const client = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    actFor(null)
    await signOut()
    client.clear()
    navigate('/')
  }
}
