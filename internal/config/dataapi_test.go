package config_test

import (
	"strings"
	"testing"

	"alex/internal/config"
)

const (
	clusterARN  = "arn:aws:rds:eu-central-1:123456789012:cluster:alex-prod"
	secretARN   = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!cluster-0a1b-AbCdEf"
	overDataAPI = "rdsdata://alex?cluster=" + clusterARN + "&secret=" + secretARN
)

// TestDataAPI reads URLs of the Data API, and refuses what would be misread.
func TestDataAPI(t *testing.T) {
	t.Parallel()
	for text, fits := range map[string]bool{
		overDataAPI: true,
		strings.Replace(overDataAPI, "//alex?", "//alex_prod?", 1):     true,
		strings.ReplaceAll(overDataAPI, "arn:aws:", "arn:aws-us-gov:"): true,
		"rdsdata://alex":                                                             false,
		"rdsdata://alex?cluster=" + clusterARN:                                       false,
		"rdsdata://alex?secret=" + secretARN + "&cluster=" + clusterARN:              false,
		"rdsdata://alex?cluster=" + secretARN + "&secret=" + clusterARN:              false,
		"rdsdata://alex?cluster=" + clusterARN + "&secret=hunter2":                   false,
		"rdsdata://?cluster=" + clusterARN + "&secret=" + secretARN:                  false,
		"rdsdata://alex:hunter2@alex?cluster=" + clusterARN + "&secret=" + secretARN: false,
		"rdsdata://alex/x?cluster=" + clusterARN + "&secret=" + secretARN:            false,
		overDataAPI + "&sslmode=disable":                                             false,
		overDataAPI + "#x":                                                           false,
	} {
		_, err := config.Load(config.Environ([]string{"ALEX_DATABASE_URL=" + text}))
		if (err == nil) != fits {
			t.Errorf("ALEX_DATABASE_URL=%s: %v", text, err)
		}
		if err != nil && (!strings.Contains(err.Error(), "ALEX_DATABASE_URL") || strings.Contains(err.Error(), "hunter2")) {
			t.Errorf("%s is refused as %v", text, err)
		}
	}
}

// TestOneLogin has no owner beside the login of the Data API.
func TestOneLogin(t *testing.T) {
	t.Parallel()
	const login = "postgres://alex@localhost/alex"
	for _, urls := range [][2]string{{overDataAPI, login}, {overDataAPI, overDataAPI}, {login, overDataAPI}} {
		_, err := config.Load(config.Environ([]string{"ALEX_DATABASE_URL=" + urls[0], "ALEX_MIGRATE_URL=" + urls[1]}))
		if err == nil || !strings.Contains(err.Error(), "ALEX_MIGRATE_URL") {
			t.Errorf("%q together are taken: %v", urls, err)
		}
	}
}
