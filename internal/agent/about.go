package agent

import (
	"alex"
	"alex/internal/telemetry"
)

// about says what a case is about to those who look at traces: how large it is,
// whom the planner asks, and which names they may not see.
func about(s alex.Snapshot) telemetry.Portfolio {
	p := telemetry.Portfolio{
		Value:   alex.NewPortfolio(s.AsOf, s.Person, s.Accounts, s.Book()).TotalValue,
		Agents:  []alex.Agent{alex.Reporter, alex.Charter, alex.RetirementPlanner},
		Private: []string{string(s.Person.ID), s.Person.DisplayName, s.Person.Email},
	}
	if len(missing(s)) > 0 {
		p.Agents = append([]alex.Agent{alex.Tagger}, p.Agents...)
	}
	if s.Person.Partner != nil {
		p.Private = append(p.Private, s.Person.Partner.Name)
	}
	for _, a := range s.Accounts {
		p.Positions += len(a.Positions)
	}
	return p
}

// aboutQuestion is about for a question over a snapshot.
func aboutQuestion(s alex.Snapshot) telemetry.Portfolio {
	p := about(s)
	p.Agents = []alex.Agent{alex.Asker}
	return p
}
