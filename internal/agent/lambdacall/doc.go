// Package lambdacall has an agent's part of a job done by a function of AWS Lambda
// of its own.
package lambdacall
