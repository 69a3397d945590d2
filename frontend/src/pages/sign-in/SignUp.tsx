import { Navigate, useSearchParams } from 'react-router'
import { useAdapter, useAuth } from '@/auth'
import { returnPath } from '@/lib/navigation'
import { Door } from './Door'

export default function SignUp() {
  const { SignUp: Form } = useAdapter()
  const { status } = useAuth()
  const [search] = useSearchParams()
  const returnTo = returnPath(search.get('return'), '/onboarding')
  if (status === 'signed-in') return <Navigate to={returnTo} replace />
  return (
    <Door title="Open an account" lead="From a broker’s file to a first report in about a minute.">
      <Form returnTo={returnTo} />
    </Door>
  )
}
