const texts: Record<string, string> = {
  sso_unavailable: 'The single sign-on cannot be reached. Try again in a little while, or use your password.',
  sso_refused: 'The single sign-on did not let you in. Try again, or use your password.',
  sso_no_sign_up: 'You have no account here yet, and this server does not take you as a new one. Ask whoever runs it.',
  sso_has_password: 'Your e-mail address has an account here already. Sign in with its password.',
  sso_disabled: 'This account may not sign in. Ask whoever runs this server.',
  sso_failed: 'Signing in there did not end as it began. Please try again.',
}

/** Why a single sign-on came to nothing, by the word in the address; empty for any other word. */
export const signOnProblem = (word: string | null): string => (word && Object.hasOwn(texts, word) ? (texts[word] ?? '') : '')
