package api_test

// door is what a test knows of a route: what it takes, and where an id can
// stand in it.
type door struct {
	open bool // no token is asked for
	// body is a request that is good; {previewId} stands for the asker's own
	// id at body.previewId.
	body string
	// ids are the places of ids, and what they name: "path.id",
	// "body.previewId".
	ids map[string]string
	// query is what the path cannot do without: "?a=b".
	query string
	// upload: the body is a form.
	upload bool
	// office: it takes an operator's key.
	office bool
	// ends: nothing is left of the asker, or of what they own.
	ends bool
}

func at(place, kind string) map[string]string { return map[string]string{place: kind} }

const previewRoute = "/api/import/preview"

// doors is every route. One that is served and does not stand here fails
// TestEveryRouteHasADoor.
func doors() map[string]door {
	account, position, plan := at("path.id", kindAccount), at("path.id", kindPosition), at("path.id", kindPlan)
	job, report, symbol := at("path.id", kindJob), at("path.id", kindReport), at("path.symbol", kindSymbol)
	open, plain := door{open: true}, door{}
	both := func(a, b map[string]string) map[string]string {
		for k, v := range a {
			b[k] = v
		}
		return b
	}
	return map[string]door{
		"GET /api/health":               open,
		"GET /api/ready":                open,
		"GET /config.json":              open,
		"GET /.well-known/jwks.json":    open,
		"POST /api/auth/sign-up":        {open: true, body: `{"email":"third@example.org","password":"the long words of a third"}`},
		"POST /api/auth/sign-in":        {open: true, body: login("{name}")},
		"POST /api/auth/demo":           open,
		"POST /api/auth/token":          open,
		"POST /api/auth/sign-out":       open,
		"POST /api/auth/reset":          {open: true, body: `{"email":"canary-{name}-email@example.org"}`},
		"POST /api/auth/reset/confirm":  {open: true, body: `{"token":"x","password":"the long words of {name}"}`},
		"POST /api/auth/email/confirm":  {open: true, body: `{"token":"x"}`},
		"GET /api/auth/oidc":            open,
		"GET /api/auth/oidc/callback":   open,
		"POST /api/mail/stop":           {open: true, body: `{"token":"AAAA"}`},
		"POST /api/webhooks/clerk":      {open: true, body: `{"type":"user.deleted","data":{"id":"{name}"}}`},
		"GET /api/user":                 plain,
		"PUT /api/user":                 {body: `{"displayName":"changed"}`},
		"DELETE /api/user":              {ends: true},
		"GET /api/user/export":          plain,
		"GET /api/user/activity":        plain,
		"GET /api/user/keys":            plain,
		"POST /api/user/keys":           {body: `{"name":"key","scopes":["report"]}`},
		"DELETE /api/user/keys/{id}":    {ids: at("path.id", kindKey)},
		"GET /api/instruments":          plain,
		"POST /api/instruments":         {body: `{"symbol":"{symbol}","likeSymbol":"{likeSymbol}"}`, ids: both(at("body.symbol", kindSymbol), at("body.likeSymbol", kindSymbol))},
		"GET /api/instruments/{symbol}": {ids: symbol},
		"PUT /api/instruments/{symbol}": {
			body: `{"name":"changed","likeSymbol":"{likeSymbol}"}`, ids: both(symbol, at("body.likeSymbol", kindSymbol)),
		},
		"GET /api/accounts":                 plain,
		"POST /api/accounts":                {body: ira},
		"GET /api/accounts/{id}":            {ids: account},
		"PUT /api/accounts/{id}":            {body: ira, ids: account},
		"DELETE /api/accounts/{id}":         {ids: account},
		"GET /api/accounts/{id}/positions":  {ids: account},
		"POST /api/accounts/{id}/positions": {body: `{"symbol":"{symbol}","quantity":"2"}`, ids: both(account, at("body.symbol", kindSymbol))},
		"GET /api/positions/{id}":           {ids: position},
		"PUT /api/positions/{id}":           {body: `{"symbol":"{symbol}","quantity":"2"}`, ids: both(position, at("body.symbol", kindSymbol))},
		"DELETE /api/positions/{id}":        {ids: position},
		"GET /api/portfolio":                plain,
		"DELETE /api/portfolio":             {ends: true},
		"GET /api/portfolio/history":        plain,
		"POST /api/sample-portfolio":        plain,
		"POST /api/rebalance":               {body: `{"rule":"buy_only","instruments":["{instruments}"],"targets":{"equity":100}}`, ids: at("body.instruments", kindSymbol)},
		"POST /api/import/preview":          {upload: true},
		"POST /api/import":                  {body: `{"previewId":"{previewId}"}`, ids: at("body.previewId", kindPreview)},
		"POST /api/import/{id}/undo":        {ids: at("path.id", kindImport)},
		"GET /api/imports":                  plain,
		"GET /api/imports/{id}":             {ids: at("path.id", kindImport)},
		"GET /api/plans":                    plain,
		"POST /api/plans":                   {body: leastPlan},
		"GET /api/plans/{id}":               {ids: plan},
		"PUT /api/plans/{id}":               {body: leastPlan, ids: plan},
		"DELETE /api/plans/{id}":            {ids: plan},
		"POST /api/analyze":                 {body: "{}"},
		"GET /api/jobs":                     plain,
		"GET /api/jobs/{id}":                {ids: job},
		"GET /api/jobs/{id}/events":         {ids: job},
		"POST /api/jobs/{id}/cancel":        {ids: job},
		"GET /api/jobs/{id}/trace":          {ids: job},
		"GET /api/reports":                  plain,
		"GET /api/reports/{id}":             {ids: report},
		"GET /api/reports/{id}/evidence":    {ids: report},
		"GET /api/reports/{id}/markdown":    {ids: report},
		"GET /api/reports/{id}/html":        {ids: report},
		"POST /api/reports/{id}/verify":     {ids: report},
		"GET /api/retirement":               plain,
		"GET /api/retirement/plan":          plain,
		"POST /api/retirement/projection":   {body: `{"planId":"{planId}","changes":{}}`, ids: at("body.planId", kindPlan)},
		"GET /api/usage":                    plain,
		"GET /api/usage/calls":              plain,
		"GET /api/assumptions":              plain,
		"GET /api/mixes":                    plain,
		"GET /api/social-security":          plain,
		"PUT /api/reports/{id}/choices":     {body: `{"key":"review","mark":"done"}`, ids: report},
		"GET /api/ask":                      plain,
		"POST /api/ask":                     {body: `{"id":"retire_when"}`},
		"GET /api/sessions":                 plain,
		"DELETE /api/sessions":              plain,
		"GET /api/auth/email":               plain,
		"POST /api/auth/email":              {body: `{"email":"CANARY-{name}-email@example.org","password":"the long words of {name}"}`},
		"DELETE /api/auth/email":            plain,
		"POST /api/auth/email/letter":       plain,
		"POST /api/user/password":           {body: `{"currentPassword":"the long words of {name}","password":"the long words of {name}"}`},
		"GET /api/user/second-factor":       plain,
		"POST /api/user/second-factor":      {body: `{"password":"the long words of {name}"}`},

		"POST /api/user/second-factor/confirm":        {body: `{"code":"000000"}`},
		"POST /api/user/second-factor/recovery-codes": {body: `{"password":"the long words of {name}","code":"000000"}`},
		"POST /api/user/second-factor/off":            {body: `{"password":"the long words of {name}","code":"000000"}`},

		"DELETE /api/sessions/{id}": {ids: at("path.id", kindSession)},
		"GET /api/grants":           plain,
		"POST /api/grants":          {body: `{"role":"viewer"}`},
		"POST /api/grants/accept":   {body: `{"code":"{code}"}`},
		"DELETE /api/grants/{id}":   {ids: at("path.id", kindGrant)},

		"GET /api/research":                   {query: "?query=canary"},
		"GET /api/research/documents":         plain,
		"POST /api/research/documents":        {body: `{"title":"t","text":"Words of {name}."}`},
		"DELETE /api/research/documents/{id}": {ids: at("path.id", kindDocument)},
	}
}

// ingestDoors are the routes of who brings texts.
func ingestDoors() map[string]door {
	return map[string]door{"POST /api/ingest": {body: `{"text":"Rates rose.","metadata":{"source":"s","title":"t","date":"2026-11-02","words":2,"checked":true}}`}}
}

// officeDoors are the routes of operators, which no person's token opens.
func officeDoors() map[string]door {
	person, job := at("path.id", kindPerson), at("path.id", kindJob)
	plain := door{office: true}
	return map[string]door{
		"GET /api/admin/overview":                    plain,
		"GET /api/admin/people":                      plain,
		"POST /api/admin/people/{id}/disable":        {office: true, ids: person},
		"POST /api/admin/people/{id}/enable":         {office: true, ids: person},
		"POST /api/admin/people/{id}/sign-out":       {office: true, ids: person},
		"POST /api/admin/people/{id}/reset-password": {office: true, ids: person},
		"DELETE /api/admin/people/{id}":              {office: true, ids: person, ends: true},
		"GET /api/admin/invites":                     plain,
		"POST /api/admin/invites":                    {office: true, body: `{"email":"new@example.org"}`},
		"DELETE /api/admin/invites/{id}":             {office: true, ids: at("path.id", kindInvite)},
		"GET /api/admin/jobs":                        plain,
		"POST /api/admin/jobs/{id}/redrive":          {office: true, ids: job},
		"GET /api/admin/backups":                     plain,
		"POST /api/admin/backups":                    plain,
		"GET /api/admin/audit":                       plain,
		"GET /api/admin/research":                    plain,
		"POST /api/admin/research":                   {office: true, body: `{"topic":"bonds"}`},
		"DELETE /api/admin/research/documents/{id}":  {office: true, ids: at("path.id", kindDocument)},
	}
}
