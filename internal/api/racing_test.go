//go:build race

package api_test

// racing: everything takes many times as long, and what differs between
// databases has been tried without.
const racing = true
