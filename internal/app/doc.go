// Package app builds the program out of its parts: it alone chooses with what
// each part works. Commands and end-to-end tests start its App.
package app
