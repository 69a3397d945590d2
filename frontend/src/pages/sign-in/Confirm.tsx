import { Navigate } from 'react-router'
import { useAdapter } from '@/auth'
import { Door } from './Door'

export default function Confirm() {
  const { Confirm: Form } = useAdapter()
  if (!Form) return <Navigate to="/sign-in" replace />
  return (
    <Door title="Confirm your address" lead="By the link of a letter that was sent to it." hasDemo={false}>
      <Form />
    </Door>
  )
}
