// Package postgrestest starts a PostgreSQL server of its own for tests: on a
// free port of the loopback address, with its data in a temporary folder, and
// gone with the test process, however that ends.
//
// A package whose tests share a server calls Main in TestMain; a test that stops
// or crashes its server has one of its own, from Start.
package postgrestest
