package dataapi

import (
	"net/url"
	"regexp"

	"alex"
)

// place is which database of which cluster, and the secret that opens it.
type place struct{ database, cluster, secret, region string }

var (
	clusterARN = regexp.MustCompile(`^arn:aws[a-z-]*:rds:([a-z0-9-]+):[0-9]{12}:cluster:[A-Za-z0-9.-]+$`)
	secretARN  = regexp.MustCompile(`^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@!-]+$`)
)

// parse reads rdsdata://DATABASE?cluster=ARN&secret=ARN. Its errors quote
// nothing: what somebody wrote there by mistake may be a password.
func parse(text string) (place, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "rdsdata" || u.Host == "" || u.User != nil || u.Path != "" || u.Fragment != "" {
		return place{}, refusedURL("cannot be read")
	}
	q, err := url.ParseQuery(u.RawQuery)
	if err != nil || len(q) != 2 || len(q["cluster"]) != 1 || len(q["secret"]) != 1 {
		return place{}, refusedURL("does not name one cluster and one secret")
	}
	at := clusterARN.FindStringSubmatch(q.Get("cluster"))
	switch {
	case at == nil:
		return place{}, refusedURL("names no cluster of RDS by its ARN")
	case !secretARN.MatchString(q.Get("secret")):
		return place{}, refusedURL("names no secret of Secrets Manager by its ARN")
	}
	return place{u.Host, q.Get("cluster"), q.Get("secret"), at[1]}, nil
}

func refusedURL(why string) error {
	return alex.Invalid("ALEX_DATABASE_URL", "%s; its form is rdsdata://DATABASE?cluster=CLUSTER_ARN&secret=SECRET_ARN", why)
}
