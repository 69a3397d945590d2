package api

import (
	"github.com/danielgtaylor/huma/v2"

	"alex/internal/review"
)

// previewPath is the one route that takes a file.
const previewPath = "/api/import/preview"

// webhookPath is where an outside issuer tells of people.
const webhookPath = "/api/webhooks/clerk"

// routes is every route of the API. What needs no token stands in open; all
// else is closed by default. It is closed as well to who acts for another,
// unless its entry says byViewer or byEditor: never what erases or takes away
// all that is the owner's, what signs in, or what gives access to it.
func (s *Server) routes(api huma.API) {
	open, r := registry{API: api, server: s, open: true}, registry{API: api, server: s}

	add(open, "GET", "/api/health", "The process answers", s.health)
	add(open, "GET", "/api/ready", "The database answers too", s.ready)
	add(open, "GET", "/config.json", "How the page signs in and whom it calls", s.siteConfig)

	if s.Issuer != nil {
		add(open, "POST", "/api/auth/sign-up", "Open an account with Alex", s.signUp, creates)
		add(open, "POST", "/api/auth/sign-in", "Sign in with e-mail and password", s.signIn)
		add(open, "POST", "/api/auth/demo", "A private copy of the sample household, for a day", s.demo, creates)
		add(open, "POST", "/api/auth/token", "The next access token, by the cookie", s.refresh)
		add(open, "POST", "/api/auth/sign-out", "End the session", s.signOut, empties)
		add(open, "POST", "/api/auth/reset", "Ask for a link to choose another password with, by e-mail", s.askReset, accepts)
		add(open, "POST", "/api/auth/reset/confirm", "Choose another password by such a link", s.confirmReset, empties)
		add(open, "POST", "/api/auth/email/confirm", "Confirm an e-mail address by the link of a letter", s.confirmAddress)
		add(open, "GET", "/.well-known/jwks.json", "The issuer's public keys", s.keys)

		add(r, "GET", "/api/sessions", "Where one is signed in, the newest first", s.listSessions)
		add(r, "DELETE", "/api/sessions", "Sign out everywhere else", s.endOtherSessions, empties)
		add(r, "DELETE", "/api/sessions/{id}", "Sign out there", s.endSession, empties)

		add(r, "GET", "/api/auth/email", "One's own e-mail address, and whether it is confirmed", s.getAddress)
		add(r, "POST", "/api/auth/email", "Ask for another e-mail address", s.changeAddress)
		add(r, "DELETE", "/api/auth/email", "Keep the present address: withdraw a change that waits", s.keepAddress, empties)
		add(r, "POST", "/api/auth/email/letter", "Send the link that confirms it again", s.sendConfirmation, empties)

		add(r, "POST", "/api/user/password", "Change one's own password, and sign out everywhere else", s.changePassword, empties)
		add(r, "GET", "/api/user/second-factor", "Whether a code is asked for beside the password", s.getSecondFactor)
		add(r, "POST", "/api/user/second-factor", "Begin a second factor", s.offerSecondFactor)
		add(r, "POST", "/api/user/second-factor/confirm", "Turn it on, by a code of the device", s.confirmSecondFactor)
		add(r, "POST", "/api/user/second-factor/recovery-codes", "Ten other recovery codes", s.newRecoveryCodes)
		add(r, "POST", "/api/user/second-factor/off", "Turn it off", s.endSecondFactor, empties)
	}
	if s.SignOn != nil {
		add(open, "GET", signOnPath, "Sign in at another issuer", s.beginSignOn, redirects)
		add(open, "GET", signOnCallback, "Where that issuer sends the browser back to", s.finishSignOn, redirects)
	}

	if s.Webhook != nil {
		add(open, "POST", webhookPath, "What Clerk says of a person, signed", s.hear, empties, unchecked)
		describeRaw(api, webhookPath, anyEvent())
	}

	add(open, "POST", review.StopPath, "End the monthly letters, by what one of them holds", s.stopReviews, empties, unchecked)
	describeRaw(api, review.StopPath, oneClick())

	add(r, "GET", "/api/user", "The person who asks", s.getUser, byViewer)
	add(r, "PUT", "/api/user", "Replace the person's record", s.putUser, byEditor)
	add(r, "DELETE", "/api/user", "Erase the person and everything that is theirs", s.deleteUser, empties)

	add(r, "GET", "/api/instruments", "Search instruments", s.listInstruments, byViewer)
	add(r, "POST", "/api/instruments", "Describe a security, for oneself alone", s.createInstrument, creates, byEditor)
	add(r, "GET", "/api/instruments/{symbol}", "One instrument, overlaid with one's own", s.getInstrument, byViewer)
	add(r, "PUT", "/api/instruments/{symbol}", "Say otherwise of an instrument, for oneself alone", s.putInstrument, byEditor)

	add(r, "GET", "/api/accounts", "The accounts", s.listAccounts, byViewer)
	add(r, "POST", "/api/accounts", "Open an account", s.createAccount, creates, byEditor)
	add(r, "GET", "/api/accounts/{id}", "One account", s.getAccount, byViewer)
	add(r, "PUT", "/api/accounts/{id}", "Change an account", s.putAccount, byEditor)
	add(r, "DELETE", "/api/accounts/{id}", "Delete an account and its positions", s.deleteAccount, empties, byEditor)
	add(r, "GET", "/api/accounts/{id}/positions", "The positions of an account, by symbol", s.listPositions, byViewer)
	add(r, "POST", "/api/accounts/{id}/positions", "Add a position", s.createPosition, creates, byEditor)
	add(r, "GET", "/api/positions/{id}", "One position", s.getPosition, byViewer)
	add(r, "PUT", "/api/positions/{id}", "Change a position", s.putPosition, byEditor)
	add(r, "DELETE", "/api/positions/{id}", "Delete a position", s.deletePosition, empties, byEditor)

	add(r, "GET", "/api/portfolio", "What is owned, added up", s.getPortfolio, byViewer)
	add(r, "DELETE", "/api/portfolio", "Delete all accounts and positions", s.clearPortfolio, empties)

	// Analyses and what they come to.
	add(r, "POST", "/api/analyze", "Ask for an analysis", s.startAnalysis, accepts, byEditor)
	add(r, "GET", "/api/jobs", "The jobs, the newest first, without their steps", s.listJobs, byViewer)
	add(r, "GET", "/api/jobs/{id}", "One job with its steps", s.getJob, byViewer)
	add(r, "GET", "/api/jobs/{id}/events", "Follow a job", s.jobEvents, eventStream, byViewer)
	add(r, "POST", "/api/jobs/{id}/cancel", "Cancel a job that has not ended", s.cancelJob, byEditor)
	add(r, "GET", "/api/jobs/{id}/trace", "What happened in a job, as a tree", s.getTrace, byViewer)
	add(r, "GET", "/api/reports", "The reports, the newest first, in short", s.listReports, byViewer)
	add(r, "GET", "/api/reports/{id}", "One report, whole", s.getReport, byViewer)
	add(r, "GET", "/api/reports/{id}/markdown", "One report as text to read", s.reportMarkdown, readable("text/markdown"), byViewer)
	add(r, "GET", "/api/reports/{id}/html", "One report as one page that needs nothing else", s.reportPage, readable("text/html"), byViewer)
	add(r, "GET", "/api/reports/{id}/evidence", "All that a report was made of, as a zip file", s.getEvidence, attachment, byViewer)
	add(r, "PUT", "/api/reports/{id}/choices", "Say where one stands with an option of a report", s.markChoice, byEditor)
	add(r, "POST", "/api/reports/{id}/verify", "Recompute a report's facts and compare them", s.verifyReport, byEditor)
	add(r, "GET", "/api/retirement", "The latest stored projection", s.getRetirement, byViewer)
	add(r, "GET", "/api/retirement/plan", "The plan that an analysis would project, with what it assumes", s.derivedPlan, byViewer)
	add(r, "POST", projectionPath, "Project a plan, a stored one with changes, or one against another", s.project, byViewer)
	s.describeProjection(api.OpenAPI())
	add(r, "GET", "/api/assumptions", "The shipped sets of assumptions", s.listAssumptions, byViewer)
	add(r, "GET", "/api/mixes", "Mixes to begin with, each with its worst year", s.listMixes, byViewer)
	add(r, "GET", "/api/social-security", "A Social Security benefit by the age of claiming", s.listClaims, byViewer)
	add(r, "GET", "/api/ask", "The questions that can be asked", s.listQuestions, byViewer)
	add(r, "POST", "/api/ask", "Ask about one's own plan", s.ask, byViewer)
	add(r, "GET", "/api/usage", "Tokens and cost by agent, job and month", s.getUsage, byViewer)
	add(r, "GET", "/api/usage/calls", "The log of calls of models, the newest first", s.listCalls, byViewer)

	add(r, "POST", previewPath, "Read a positions file and show what importing it would do", s.previewImport, s.uploads(api), byEditor)
	add(r, "POST", "/api/import", "Import a file that was previewed", s.commitImport, creates, byEditor)
	add(r, "POST", "/api/import/{id}/undo", "Take an import back", s.undoImport, byEditor)
	add(r, "GET", "/api/imports", "The imports and previews, the newest first", s.listImports, byViewer)
	add(r, "GET", "/api/imports/{id}", "One import with the rows of its file", s.getImport, byViewer)

	add(r, "GET", "/api/portfolio/history", "What the portfolio was worth, by day", s.history, byViewer)
	add(r, "POST", "/api/sample-portfolio", "Add the sample household", s.addSample, creates)
	add(r, "POST", "/api/rebalance", "A worksheet of trades in one's own instruments", s.rebalance, byViewer)

	add(r, "GET", "/api/plans", "The named retirement plans, the oldest first", s.listPlans, byViewer)
	add(r, "POST", "/api/plans", "Keep a retirement plan", s.createPlan, creates, byEditor)
	add(r, "GET", "/api/plans/{id}", "One retirement plan", s.getPlan, byViewer)
	add(r, "PUT", "/api/plans/{id}", "Change a retirement plan", s.putPlan, byEditor)
	add(r, "DELETE", "/api/plans/{id}", "Delete a retirement plan", s.deletePlan, empties, byEditor)

	add(r, "GET", "/api/grants", "Who else may read or edit, and whom one may act for", s.listGrants)
	add(r, "POST", "/api/grants", "Invite someone by a code that is shown once", s.invite, creates)
	add(r, "POST", "/api/grants/accept", "Accept an invitation by its code", s.acceptGrant, creates)
	add(r, "DELETE", "/api/grants/{id}", "Take a grant or an invitation back, or leave", s.endGrant, empties)

	if s.Access != nil {
		add(r, "GET", "/api/user/keys", "The access keys of programs that may read, the newest first", s.listKeys)
		add(r, "POST", "/api/user/keys", "Make an access key, which is shown once", s.createKey, creates)
		add(r, "DELETE", "/api/user/keys/{id}", "End an access key", s.endKey, empties)
	}

	add(r, "GET", "/api/user/activity", "What was done to the account, the newest first", s.listActivity)
	add(r, "GET", "/api/user/export", "Everything that is the person's, as one JSON", s.export, downloads)

	if s.Library != nil {
		s.researchRoutes(r, registry{API: api, server: s, ingest: true})
	}
	if s.Office != nil {
		s.adminRoutes(registry{API: api, server: s, office: true})
	}
}

// researchRoutes are those of texts by others.
func (s *Server) researchRoutes(r, ingest registry) {
	add(r, "GET", "/api/research", "The passages nearest to a question, of everybody's texts and one's own", s.findTexts, byViewer)
	add(r, "GET", "/api/research/documents", "The texts that one may read, the newest first", s.listDocuments, byViewer)
	add(r, "POST", "/api/research/documents", "Keep a text for oneself alone", s.createDocument, creates, byEditor)
	add(r, "DELETE", "/api/research/documents/{id}", "Forget a text of one's own", s.deleteDocument, empties, byEditor)
	if s.AdmitIngest != nil {
		add(ingest, "POST", "/api/ingest", "Keep a text for everybody", s.ingest, creates, repeatable)
	}
}

// adminRoutes are for operators, by their keys: usage and states, never what
// people own.
func (s *Server) adminRoutes(r registry) {
	add(r, "GET", "/api/admin/overview", "How the installation stands", s.adminOverview)
	add(r, "GET", "/api/admin/people", "The people, in the order in which they came", s.adminPeople)
	add(r, "POST", "/api/admin/people/{id}/disable", "Shut someone out; what they own stays", s.adminDisable)
	add(r, "POST", "/api/admin/people/{id}/enable", "Let someone in again", s.adminEnable)
	add(r, "POST", "/api/admin/people/{id}/sign-out", "Sign someone out everywhere", s.adminSignOut)
	add(r, "POST", "/api/admin/people/{id}/reset-password", "A new password, which is shown once", s.adminReset)
	add(r, "DELETE", "/api/admin/people/{id}", "Erase someone and everything that is theirs", s.adminErase, empties)
	add(r, "GET", "/api/admin/invites", "The invitations to sign up, the newest first", s.adminInvites)
	add(r, "POST", "/api/admin/invites", "Let the owner of an e-mail address sign up, once", s.adminInvite, creates)
	add(r, "DELETE", "/api/admin/invites/{id}", "Take an invitation back", s.adminTakeBack, empties)
	add(r, "GET", "/api/admin/jobs", "Everybody's jobs, the newest first", s.adminJobs)
	add(r, "POST", "/api/admin/jobs/{id}/redrive", "Let a failed job begin again, once", s.adminRedrive)
	add(r, "GET", "/api/admin/backups", "The backups that Alex made by itself, the newest first", s.adminBackups)
	add(r, "POST", "/api/admin/backups", "Make a backup now", s.adminBackup, accepts)
	add(r, "GET", "/api/admin/audit", "The log of acts, the newest first", s.adminAudit)
	if s.Library == nil {
		return
	}
	if s.Research != nil {
		add(r, "GET", "/api/admin/research", "The plan of research, how many texts there are, and the rounds", s.adminResearch)
		add(r, "POST", "/api/admin/research", "Begin a round of research", s.adminBeginResearch, accepts)
	}
	add(r, "DELETE", "/api/admin/research/documents/{id}", "Forget a text of everybody's", s.adminForget, empties)
}
