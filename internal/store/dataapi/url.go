package dataapi

import (
	"regexp"

	"alex"
)

// place is which database of which cluster, and the secret that opens it.
type place struct{ database, cluster, secret, region string }

var form = regexp.MustCompile(`^rdsdata://([A-Za-z0-9_-]+)\?` +
	`cluster=(arn:aws[a-z-]*:rds:([a-z0-9-]+):[0-9]{12}:cluster:[A-Za-z0-9-]+)` +
	`&secret=(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@!-]+)$`)

// parse reads rdsdata://DATABASE?cluster=ARN&secret=ARN. Its error quotes nothing:
// what somebody wrote there by mistake may be a password.
func parse(url string) (place, error) {
	at := form.FindStringSubmatch(url)
	if at == nil {
		return place{}, alex.Invalid("ALEX_DATABASE_URL", "is not rdsdata://DATABASE?cluster=CLUSTER_ARN&secret=SECRET_ARN")
	}
	return place{database: at[1], cluster: at[2], region: at[3], secret: at[4]}, nil
}
