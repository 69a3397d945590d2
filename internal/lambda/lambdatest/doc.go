// Package lambdatest stands in for AWS Lambda in tests: for the Runtime API, which a
// function of a custom runtime asks for its events, and for the service, which
// starts instances of functions and invokes them.
package lambdatest
