import { api } from './client'

/** Ends the letters of whom a letter's link was made for; it needs no sign-in. */
export const stopMail = (token: string) => api.POST('/api/mail/stop', { body: { token } })
