package alex

import (
	"strings"
	"time"
)

// MaxPlans is how many plans a person may keep.
const MaxPlans = 50

// NamedPlan is a retirement plan that a person keeps under a name, to compare
// it with others. Its JSON is that of the plan with the name beside it.
type NamedPlan struct {
	ID   ID     `json:"id"`
	Name string `json:"name"`
	Plan
	CreatedAt time.Time `json:"createdAt"`
	UpdatedAt time.Time `json:"updatedAt"`
}

// Validate refuses what cannot be kept or simulated, naming each field.
func (n NamedPlan) Validate() error {
	var p Problems
	if strings.TrimSpace(n.Name) == "" {
		p.Addf("name", "is empty")
	}
	CheckText(&p, "name", n.Name, 255)
	p.Join("", n.Plan.Validate())
	return p.Err()
}
