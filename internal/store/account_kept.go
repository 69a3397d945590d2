package store

import "alex"

// keptAccount is an account as it is remembered, with what the API never
// shows.
type keptAccount struct {
	alex.Account
	Fingerprint string `json:"fingerprint,omitempty"`
	Last4       string `json:"last4,omitempty"`
}

func keep(accounts []alex.Account) []keptAccount {
	kept := make([]keptAccount, len(accounts))
	for i, a := range accounts {
		kept[i] = keptAccount{a, a.Fingerprint, a.Last4}
	}
	return kept
}

func unkeep(kept []keptAccount) []alex.Account {
	accounts := make([]alex.Account, len(kept))
	for i, k := range kept {
		accounts[i] = k.Account
		accounts[i].Fingerprint, accounts[i].Last4 = k.Fingerprint, k.Last4
	}
	return accounts
}
