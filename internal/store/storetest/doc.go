// Package storetest is the conformance suite of the store, which every engine
// runs, and a database/sql driver that counts and breaks what passes it.
package storetest
