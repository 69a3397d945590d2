// Package lambda is Alex as a function of AWS Lambda: an event comes in, a method
// of internal/app is called, and an answer goes out. Each role of the program is
// a Handler.
package lambda
