// Package cloud is Alex on AWS as its operator looks after it: it packs the
// program for Lambda, brings functions and the site up to date, shows, pauses and
// ends what costs money, reads logs, examines what is there and which permission
// lacks, and reads the secrets that settings name. It knows nothing of the
// program's work.
package cloud
