package config

import "regexp"

// A database of a cluster of Aurora over the Data API. There is no password in it,
// and nothing else that may be misread.
var dataAPI = regexp.MustCompile(`^rdsdata://[A-Za-z0-9_-]{1,63}\?` +
	`cluster=arn:aws[a-z-]*:rds:[a-z]{2}(?:-[a-z]+)+-[0-9]{1,2}:[0-9]{12}:cluster:[A-Za-z0-9-]{1,63}` +
	`&secret=arn:aws[a-z-]*:secretsmanager:[a-z]{2}(?:-[a-z]+)+-[0-9]{1,2}:[0-9]{12}:secret:[A-Za-z0-9/_+=.@!-]{1,519}$`)

// oneLogin refuses a second URL beside the Data API, where the secret's login
// migrates and serves.
func (p *problems) oneLogin(c Config) {
	if c.MigrateURL != "" && (isDataAPI(c.DatabaseURL) || isDataAPI(c.MigrateURL)) {
		p.Addf("ALEX_MIGRATE_URL", "is set beside rdsdata://…, where one login migrates and serves: leave it empty")
	}
}

func isDataAPI(url Secret) bool { return dataAPI.MatchString(url.Reveal()) }
