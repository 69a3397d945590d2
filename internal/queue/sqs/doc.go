// Package sqs wakes workers through Amazon SQS: those of processes that ask for
// messages themselves, and Lambda functions, which get them in batches.
package sqs
