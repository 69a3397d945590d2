import { Navigate, useSearchParams } from 'react-router'
import { useAdapter, useAuth } from '@/auth'
import { returnPath } from '@/lib/navigation'
import { Door } from './Door'

export default function SignIn() {
  const { SignIn: Form } = useAdapter()
  const { status } = useAuth()
  const [search] = useSearchParams()
  const returnTo = returnPath(search.get('return'))
  if (status === 'signed-in') return <Navigate to={returnTo} replace />
  return (
    <Door title="Sign in" lead="Your plan is where you left it.">
      <Form returnTo={returnTo} />
    </Door>
  )
}
