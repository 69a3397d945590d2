// Package mcp lets an assistant that a person already uses read what is theirs, by
// the Model Context Protocol: over HTTP with an access key, or as a process beside
// the person's own Alex. It offers tools that read, and none that changes anything.
// What it answers is computed by code, and every call leaves an entry in the log of
// acts.
package mcp
