const words: Record<string, string> = {
  sign_up: 'Account opened',
  sign_in: 'Signed in',
  sign_in_failed: 'Sign-in failed',
  sign_out: 'Signed out',
  session_ended: 'Session ended',
  refresh_reuse: 'Old sign-in used again: session ended',
  password_changed: 'Password changed',
  password_reset: 'New password given',
  email_confirmed: 'E-mail address confirmed',
  email_changed: 'E-mail address changed',
  second_factor_on: 'Second factor turned on',
  second_factor_off: 'Second factor turned off',
  recovery_code_used: 'Recovery code used',
  recovery_codes_replaced: 'New recovery codes made',
  identity_synced: 'Record updated from the sign-in service',
  identity_linked: 'Sign-in service linked',
  exported: 'Everything exported',
  erased: 'Account erased',
  portfolio_cleared: 'Portfolio cleared',
  grant_invited: 'Someone invited to share',
  grant_accepted: 'Sharing accepted',
  grant_ended: 'Sharing ended',
  grantee_changed: 'Changed by someone with access',
  user_invited: 'Someone invited to sign up',
  invite_revoked: 'Invitation taken back',
  user_disabled: 'Account disabled',
  user_enabled: 'Account enabled',
  job_redriven: 'Failed analysis begun again',
  key_created: 'Key made',
  key_revoked: 'Key revoked',
  account_key_replaced: 'Account key replaced',
  signing_key_rotated: 'Signing key rotated',
  backup_made: 'Backup made',
  backup_failed: 'Backup failed',
  restored: 'Backup restored',
  research_begun: 'Round of research begun',
  document_removed: 'Text of everybody’s forgotten',
  access_key_made: 'Key for an assistant made',
  access_key_ended: 'Key of an assistant ended',
  assistant_called: 'Read by an assistant',
  acts_left_out: 'More of one kind, not written down',
}

/** An act of the log in words; one that a newer server knows is told as it is. */
export const actInWords = (act: string) => words[act] ?? act.replaceAll('_', ' ')

/** The acts in the order in which they are offered to choose from. */
export const knownActs = Object.entries(words).map(([value, label]) => ({ value, label }))

const tools: Record<string, string> = {
  get_portfolio: 'the portfolio',
  list_reports: 'the list of reports',
  get_report: 'a report',
  find_facts: 'facts',
  compute: 'a computed figure',
  get_projection: 'the retirement projection',
  what_if: 'a what-if',
  search_research: 'research',
  unknown: 'what there is not',
}

/** What an assistant asked for, and that it got nothing where it did not. */
export function toolInWords(tool: string, outcome = 'answered'): string {
  const asked = tools[tool] ?? tool.replaceAll('_', ' ')
  return outcome === 'answered' ? asked : `${asked}: ${outcome}`
}
