package config_test

import (
	"strings"
	"testing"

	"alex/internal/config"
)

// TestWhichQueue reads ALEX_QUEUE_URL, and refuses what is no standard queue.
func TestWhichQueue(t *testing.T) {
	t.Parallel()
	const none = "-"
	const path = "/123456789012/alex-jobs"
	for text, want := range map[string]string{
		"": "",
		"https://sqs.eu-central-1.amazonaws.com" + path:                                   "eu-central-1",
		"https://sqs.us-gov-west-1.amazonaws.com" + path:                                  "us-gov-west-1",
		"https://sqs-fips.us-east-1.amazonaws.com" + path:                                 "us-east-1",
		"https://sqs.cn-north-1.amazonaws.com.cn" + path:                                  "cn-north-1",
		"https://sqs.eu-west-1.amazonaws.com/000000000000/a_B-" + strings.Repeat("9", 76): "eu-west-1",
		"http://127.0.0.1:9324" + path:                                                    "",
		"http://localhost:9324" + path:                                                    "",
		"http://[::1]:9324" + path:                                                        "",
		"http://sqs.eu-central-1.amazonaws.com" + path:                                    none,
		"http://10.0.0.1:9324" + path:                                                     none,
		"http://localhost.example.org:9324" + path:                                        none,
		"http://hunter2@127.0.0.1:9324" + path:                                            none,
		"http://127.0.0.1:9324" + path + "?a=b":                                           none,
		"https://127.0.0.1:9324" + path:                                                   none,
		"https://sqs.example.org" + path:                                                  none,
		"https://sqs.eu-central-1.amazonaws.com.example.org" + path:                       none,
		"https://s3.eu-central-1.amazonaws.com" + path:                                    none,
		"https://sqs.eu-central-1.amazonaws.com":                                          none,
		"https://sqs.eu-central-1.amazonaws.com/12345678901/alex":                         none,
		"https://sqs.eu-central-1.amazonaws.com" + path + "/":                             none,
		"https://sqs.eu-central-1.amazonaws.com" + path + ".fifo":                         none,
		"https://sqs.eu-central-1.amazonaws.com" + path + "#a":                            none,
		"https://sqs.eu-central-1.amazonaws.com/123456789012/" + strings.Repeat("a", 81):  none,
		"arn:aws:sqs:eu-central-1:123456789012:alex-jobs":                                 none,
		"alex-jobs": none,
		"https://sqs.eu-central-1.amazonaws.com:444" + path:                                   none,
		"https://eu-central-1.queue.amazonaws.com" + path:                                     none,
		"https://sqs.eu-central-1.amazonaws.com" + path + " https://sqs.eu-central-1.amazon/": none,
	} {
		region, ok := config.Config{QueueURL: text}.QueueRegion()
		if ok != (want != none) || ok && region != want {
			t.Errorf("%q is in %q, %v; want %q", text, region, ok, want)
		}
		_, err := config.Load(map[string]string{"ALEX_QUEUE_URL": text})
		if (err == nil) != ok || err != nil && (!strings.Contains(err.Error(), "ALEX_QUEUE_URL") || strings.Contains(err.Error(), "hunter2")) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestWhoHelps reads ALEX_SPECIALISTS, and what the network in front says.
func TestWhoHelps(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "lambda:alex-prod": "alex-prod", "lambda:" + strings.Repeat("a", 53): strings.Repeat("a", 53),
		"lambda:": "-", "alex-prod": "-", "lambda:alex prod": "-", "lambda:arn:aws:lambda:x": "-", "lambda:" + strings.Repeat("a", 54): "-",
	} {
		prefix, ok := config.Config{Specialists: text}.SpecialistFunctions()
		if ok != (want != "-") || ok && prefix != want {
			t.Errorf("%q: %q %v", text, prefix, ok)
		}
		_, err := config.Load(map[string]string{"ALEX_SPECIALISTS": text})
		if (err == nil) != ok || err != nil && !strings.HasPrefix(err.Error(), "ALEX_SPECIALISTS: is not lambda:PREFIX") {
			t.Errorf("%q: %v", text, err)
		}
	}
	const old, new = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"
	c, err := config.Load(map[string]string{"ALEX_ORIGIN_SECRET": old + "  " + new})
	if err != nil || len(c.OriginSecrets()) != 2 || c.OriginSecrets()[1].Reveal() != new {
		t.Error(c.OriginSecrets(), err)
	}
	if _, err := config.Load(map[string]string{"ALEX_ORIGIN_SECRET": old + " short"}); err == nil || !strings.HasPrefix(err.Error(), "ALEX_ORIGIN_SECRET: is shorter") {
		t.Error(err)
	}
}
