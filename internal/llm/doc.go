// Package llm is the port to language models: what they are asked, in which
// form they must answer, and nothing of who answers.
//
// An adapter makes one call and no more. What every call needs lies around it,
// one decorator each, in this order from the outside:
//
//	client := anthropic.New(…)                            // one call
//	client = llm.Priced(client, prices)                   // what it cost
//	client = llm.Traced(client, prompt)                   // one generation a call, with its cost
//	client = llm.Guarded(client, breaker)                 // no call, and no span, while the circuit is open
//	client = llm.Budgeted(client, ledger, by, prices, …)  // a row in the log and a hold for each try
//	client = llm.Retried(client, policy)                  // again, what may pass
//	client = llm.Shaped(client, form)                     // in another form, where the first is not known
//
// A ledger that fails so never opens the circuit, a limit is checked before
// each try, and a try is one row, one span and one call on the wire. The
// breaker and the form are built once for each model and shared; the rest is
// made for each agent of each job.
package llm
