import { Navigate } from 'react-router'
import { useAdapter } from '@/auth'
import { Door } from './Door'

export default function Reset() {
  const { Reset: Form } = useAdapter()
  if (!Form) return <Navigate to="/sign-in" replace />
  return (
    <Door title="Choose a new password" lead="By a link that is sent to your e-mail address." hasDemo={false}>
      <Form />
    </Door>
  )
}
