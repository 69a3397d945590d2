import { useNetwork } from '@mantine/hooks'
import classes from './Connection.module.css'

/** Says so while the browser is offline. */
export function Connection() {
  const { online } = useNetwork()
  return (
    <div role="status" className={online ? undefined : classes.offline}>
      {online ? null : 'You are offline. What you see may be old; nothing you typed is lost.'}
    </div>
  )
}
