// Package telemetry tells operators how Alex is: counts and times without a
// name, an amount or a symbol in them.
package telemetry
