import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import { actFor } from '@/api/acting'

/** From somebody else's plan to one's own: an address, so that a page with unsaved input is asked first. */
export function BackToOwn() {
  const client = useQueryClient()
  const navigate = useNavigate()
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when one comes here
  useEffect(() => {
    actFor(client, null)
    navigate('/people', { replace: true })
  }, [])
  return null
}
