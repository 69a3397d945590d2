import type { Portfolio } from '@/api/portfolio'
import { AccountDialog } from './AccountDialog'
import { AddPosition } from './AddPosition'
import { ClearDialog, DeleteAccountDialog, SampleDialog } from './Confirmations'
import { type Dialog, noDialog } from './dialog'
import { InstrumentDrawer } from './InstrumentDrawer'

type Props = { dialog: Dialog; portfolio: Portfolio; show: (dialog: Dialog) => void; edit: (id: string, on: boolean) => void }

/** The one dialog that is open, if any. */
export function Dialogs({ dialog, portfolio, show, edit }: Props) {
  const close = () => show(noDialog)
  switch (dialog.kind) {
    case 'none':
      return null
    case 'add':
      return (
        <AddPosition
          accounts={portfolio.accounts ?? []}
          account={dialog.account}
          close={close}
          newAccount={() => show({ kind: 'account', next: 'add' })}
          editExisting={(id) => edit(id, true)}
        />
      )
    case 'account':
      return (
        <AccountDialog
          account={dialog.account}
          close={close}
          saved={(account) => show(dialog.next === 'add' ? { kind: 'add', account } : noDialog)}
        />
      )
    case 'deleteAccount':
      return <DeleteAccountDialog account={dialog.account} close={close} />
    case 'describe':
      return <InstrumentDrawer holding={dialog.holding} close={close} />
    case 'clear':
      return <ClearDialog portfolio={portfolio} close={close} />
    case 'sample':
      return <SampleDialog portfolio={portfolio} close={close} />
  }
}
