package alex_test

import (
	"encoding/json"
	"strings"
	"testing"

	"alex"
)

func TestNamedPlanIsFlatJSON(t *testing.T) {
	t.Parallel()
	var plan alex.NamedPlan
	body := `{"id":"x","name":"Early","currentAge":60,"retirementAge":62,"horizonAge":95,"balance":"1000.00",
		"allocation":{"equity":100},"annualSpending":"40.00"}`
	if err := json.Unmarshal([]byte(body), &plan); err != nil {
		t.Fatal(err)
	}
	if plan.Name != "Early" || plan.CurrentAge != 60 || plan.Total().String() != "1000.00" || plan.Validate() != nil {
		t.Errorf("the plan is %+v (%v)", plan, plan.Validate())
	}
	data, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{`"name":"Early"`, `"currentAge":60`, `"updatedAt":`, `"createdAt":`} {
		if !strings.Contains(string(data), field) {
			t.Errorf("%s lacks %s", data, field)
		}
	}
}

func TestNamedPlanRefusesNames(t *testing.T) {
	t.Parallel()
	balance := alex.MustMoney("1")
	plan := alex.Plan{
		CurrentAge: 60, RetirementAge: 62, HorizonAge: 95, Balance: &balance,
		Allocation: alex.ClassAllocation{alex.Equity: alex.PercentOf100(100)},
	}
	for name, ok := range map[string]bool{
		"Plan 1": true, strings.Repeat("é", 255): true, "": false, " \t": false, "a\x00": false, strings.Repeat("é", 256): false,
	} {
		if err := (alex.NamedPlan{Name: name, Plan: plan}).Validate(); (err == nil) != ok {
			t.Errorf("the name %q: %v", name, err)
		}
	}
	err := alex.NamedPlan{Name: "x"}.Validate()
	if alex.CodeOf(err) != alex.CodeInvalid || !strings.Contains(err.Error(), "horizonAge") {
		t.Errorf("an empty plan under a name: %v", err)
	}
}
