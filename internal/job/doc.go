// Package job leads each analysis through its life: it claims the row, keeps
// the lease alive, runs the work, and writes the end, all by the claim's
// attempt, so that no two workers can both have done it.
//
//	           Claim: attempt+1                    Complete
//	pending ───────────────────────▶ running ──────────────────▶ completed
//	   │                             │  ▲  │
//	   │                             │  │  │  Fail: the 5th failure,
//	   │     Retry: failures+1,      │  │  │  or Sweep: the 20th lapse
//	   │     not before run_after    │  │  └───────────────────▶ failed
//	   │     Release: a graceful     │  │
//	   │     stop, or a checkpoint   └──┘
//	   │     or the lease lapses     Claim: attempt+1
//	   │                             (lapses+1 where the lease lapsed)
//	   │ Cancel                      │ Cancel
//	   └─────────────────────────────┴────────────────────────▶ cancelled
//
// A job that was given back stays running for its person; it only has no lease.
// The database itself refuses every other step.
package job
