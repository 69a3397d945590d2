// Package postgres opens Alex's store in a PostgreSQL database, which guards
// each person's rows itself, and listens for jobs that other processes store.
package postgres
