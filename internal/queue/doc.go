// Package queue is the port by which a worker hears that a job waits. A
// message says "try job X" and nothing else: the job's row is the truth, so a
// message may be lost, doubled or late without harm.
package queue
