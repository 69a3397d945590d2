import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useAuth } from '@/auth'
import { explain } from '@/components/Failure'
import classes from './Landing.module.css'

/** The ways in: one click into the demo where there is one, an account, or back to one's own. */
export function Start() {
  const { status, tryDemo } = useAuth()
  const navigate = useNavigate()
  const [isOpening, setOpening] = useState(false)
  const [trouble, setTrouble] = useState('')
  if (status === 'signed-in') {
    return (
      <div className={classes.start}>
        <Button component={Link} to="/dashboard" size="md">
          Go to your dashboard
        </Button>
      </div>
    )
  }
  const openDemo = async () => {
    setOpening(true)
    setTrouble('')
    try {
      await tryDemo?.()
      navigate('/dashboard')
    } catch (e) {
      setTrouble(explain(e))
      setOpening(false)
    }
  }
  return (
    <>
      <div className={classes.start}>
        {tryDemo ? (
          <Button size="md" onClick={openDemo} loading={isOpening}>
            Try the demo portfolio
          </Button>
        ) : null}
        <Button component={Link} to="/sign-up" size="md" variant={tryDemo ? 'default' : 'filled'}>
          Open an account
        </Button>
      </div>
      {trouble ? (
        <p role="alert" className={classes.trouble}>
          {trouble}
        </p>
      ) : null}
    </>
  )
}
