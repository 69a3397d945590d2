// Package sqlspan keeps the spans of jobs in the database, where the page reads
// them: the same that are sent elsewhere.
package sqlspan
