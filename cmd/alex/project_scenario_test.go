package main

import "strings"

// with is the plan of the 1998 study with more members.
func with(members string) string { return strings.TrimSuffix(trinity, "}") + "," + members + "}" }

// ownReturns is a small file of annual returns.
const ownReturns = "year,equity,fixed_income,inflation\n1999,0.21,-0.08,0.027\n2000,-0.09,0.17,0.034\n2001,-0.12,0.06,0.016\n"

func projectScenarios() []scenario {
	plan := map[string]string{"plan.json": trinity}
	return []scenario{
		{name: "a plan", args: project(), files: plan, out: []string{
			"10,000 simulated", "Paid in full", "Falls short", "in 90% of futures", "By method", "What matters most", "bad year of history", "not a forecast",
		}},
		{name: "a plan, quickly", args: project("--detail", "quick"), files: plan, out: []string{"Paid in full"}, not: []string{"By method", "matters most", "bad year"}},
		{name: "a plan, at standard detail", args: project("--detail", "standard"), files: plan, out: []string{"What matters most"}, not: []string{"By method", "bad year"}},
		{name: "a plan on standard input", args: []string{"project", "--plan", "-"}, stdin: trinity, out: []string{"Paid in full"}},
		{name: "fewer paths, a seed, flows at the end", args: project("--paths", "1000", "--seed", "7", "--timing", "end"), files: plan, out: []string{"1,000 simulated", "Seed 7", "end of the year"}},
		{name: "a shipped set", args: project("--assumptions", "cautious"), files: plan, out: []string{`assumptions "cautious"`}},
		{name: "every start year of the past", args: project("--mode", "historical"), files: plan, out: []string{"start years", "Worst start", "Failed starts"}, not: []string{"interval", "Seed"}},
		{name: "blocks of past years", args: project("--mode", "bootstrap", "--paths", "1000", "--seed", "7"), files: plan, out: []string{"1,000 simulated", "bootstrap", "interval", "Seed 7"}},
		{
			name: "returns of one's own", args: project("--mode", "bootstrap", "--returns", "$DIR/r.csv"),
			files: map[string]string{"plan.json": trinity, "r.csv": ownReturns}, out: []string{`series "own series 1999-2001"`},
		},
		{
			name: "against another plan", args: project("--against", "$DIR/other.json", "--detail", "quick"),
			files: map[string]string{"plan.json": trinity, "other.json": strings.Replace(trinity, "40000", "50000", 1)},
			out:   []string{"Against ", "other.json", "there", "a year that lasts", "points"},
		},
		{name: "no plan", args: []string{"project"}, code: exitUsage, err: []string{"--plan"}},
		{name: "no such plan", args: []string{"project", "--plan", "$DIR/none.json"}, code: exitFailed, err: []string{"none.json: no such file"}},
		{name: "a seed that is no number", args: project("--seed", "seven"), files: plan, code: exitUsage, err: []string{"--seed"}},
		{name: "a timing that is none", args: project("--timing", "noon"), files: plan, code: exitUsage, err: []string{"--timing"}},
		{name: "a mode that is none", args: project("--mode", "guess"), files: plan, code: exitUsage, err: []string{"--mode"}},
		{name: "a detail that is none", args: project("--detail", "nosy"), files: plan, code: exitUsage, err: []string{"--detail"}},
		{name: "paths that are no number", args: project("--paths", "many"), files: plan, code: exitUsage, err: []string{"--paths"}},
		{name: "a seed in history", args: project("--mode", "historical", "--seed", "7"), files: plan, code: exitUsage, err: []string{"--seed", "historical"}},
		{name: "paths in history", args: project("--mode", "historical", "--paths", "1000"), files: plan, code: exitUsage, err: []string{"--paths", "historical"}},
		{name: "returns for drawn futures", args: project("--returns", "$DIR/r.csv"), files: plan, code: exitUsage, err: []string{"--returns", "--mode historical"}},
		{name: "returns for drawn futures, said", args: project("--returns", "$DIR/r.csv", "--mode", "parametric"), files: plan, code: exitUsage, err: []string{"--returns"}},
		{name: "a mode to verify", args: project("--verify", "$DIR/r.json", "--mode", "bootstrap"), files: plan, code: exitUsage, err: []string{"--verify"}},
		{name: "a seed to verify", args: project("--verify", "$DIR/r.json", "--seed", "7"), files: plan, code: exitUsage, err: []string{"--verify"}},
		{name: "plan and result on one input", args: []string{"project", "--plan", "-", "--verify", "-"}, stdin: trinity, code: exitUsage, err: []string{"standard input"}},
		{name: "no such assumptions", args: project("--assumptions", "$DIR/none.json"), files: plan, code: exitFailed, err: []string{"none.json: no such file", "cautious"}, not: []string{"open "}},
		{name: "no such returns", args: project("--mode", "historical", "--returns", "$DIR/none.csv"), files: plan, code: exitFailed, err: []string{"the returns ", "none.csv: no such file"}},
		{name: "no such other plan", args: project("--against", "$DIR/none.json"), files: plan, code: exitFailed, err: []string{"none.json: no such file"}},
		{name: "no such result", args: project("--verify", "$DIR/none.json"), files: plan, code: exitFailed, err: []string{"none.json: no such file"}},
	}
}

func project(more ...string) []string {
	return append([]string{"project", "--plan", "$DIR/plan.json"}, more...)
}

// badInputScenarios are inputs that are refused, each with the place that the
// message has to name.
func badInputScenarios() []scenario {
	plan := func(name, plan string, where ...string) scenario {
		return scenario{
			name: name, args: project(), files: map[string]string{"plan.json": plan},
			code: exitFailed, err: append([]string{"the plan ", "plan.json: "}, where...),
		}
	}
	replaced := func(old, new string) string { return strings.Replace(trinity, old, new, 1) }
	returns := func(name, csv string, where ...string) scenario {
		return scenario{
			name: name, args: project("--mode", "historical", "--returns", "$DIR/r.csv"),
			files: map[string]string{"plan.json": trinity, "r.csv": csv}, code: exitFailed, err: where,
		}
	}
	set := func(name, set string, where ...string) scenario {
		return scenario{
			name: name, args: project("--assumptions", "$DIR/set.json"),
			files: map[string]string{"plan.json": trinity, "set.json": set}, code: exitFailed, err: append([]string{"the assumptions ", "set.json: "}, where...),
		}
	}
	return []scenario{
		plan("an unknown field", `{"x":1}`, "x: unknown field"),
		plan("a horizon before retirement", replaced(`"retirementAge":65,"horizonAge":95`, `"retirementAge":75,"horizonAge":70`), "horizonAge: 70 comes before"),
		plan("a horizon of today", replaced(`"horizonAge":95`, `"horizonAge":65`), "horizonAge: 65 does not come after"),
		plan("a negative balance", replaced(`"1000000"`, `"-1"`), "balance: "),
		plan("no balance", replaced(`"balance":"1000000",`, ""), "balance: is missing"),
		plan("weights off 100", replaced("75", "74"), "allocation: "),
		plan("an unknown kind of income", with(`"incomes":[{"name":"x","annual":"1","startAge":67,"kind":"lottery"}]`), "incomes[0].kind: "),
		plan("an event of no partner", with(`"events":[{"name":"x","amount":"1","age":67,"partner":true}]`), "events[0].partner: "),
		plan("a survivor who spends more", with(`"partner":{"currentAge":60,"survivorSpendingPercent":120}`), "partner.survivorSpendingPercent: "),
		plan("several fields", strings.Replace(with(`"taxPercent":200`), "75", "70", 1), "several values are refused:\n", "\n  allocation: ", "\n  taxPercent: "),
		{name: "too few paths", args: project("--paths", "999"), files: map[string]string{"plan.json": trinity}, code: exitFailed, err: []string{"paths: 999"}, not: []string{"the plan"}},
		{name: "too many paths", args: project("--paths", "100001"), files: map[string]string{"plan.json": trinity}, code: exitFailed, err: []string{"paths: 100001"}},
		{name: "no paths at all", args: project("--paths", "0"), files: map[string]string{"plan.json": trinity}, code: exitUsage, err: []string{"--paths"}},
		{
			name: "a bad plan to compare with", args: project("--against", "$DIR/other.json"),
			files: map[string]string{"plan.json": trinity, "other.json": replaced("75", "74")}, code: exitFailed, err: []string{"other.json: allocation: "},
		},
		set("correlations that contradict each other", `{"id":"x","classes":{"equity":{"compound":7,"volatility":16},"fixed_income":{"compound":4,"volatility":6},
			"cash":{"compound":3,"volatility":1}},"correlations":{"equity":{"fixed_income":0.9,"cash":-0.9},"fixed_income":{"cash":0.9}},"inflation":{"compound":2,"volatility":1}}`,
			"correlations", "positive semi-definite"),
		set("both means", `{"id":"x","classes":{"equity":{"compound":7,"arithmetic":8,"volatility":16}},"inflation":{"compound":2,"volatility":1}}`, "classes.equity.compound"),
		set("no JSON", `{"id"`, "assumptions"),
		returns("a gap in the years", strings.Replace(ownReturns, "2000", "2003", 1), "the returns ", "r.csv: ", "returns.year: line 3"),
		returns("text among returns", strings.Replace(ownReturns, "-0.12", "bad", 1), "the returns ", "returns.equity[2001]", "line 4"),
		returns("returns without inflation", "year,equity\n1999,0.1\n2000,0.2\n", "returns.inflation"),
		returns("an empty file of returns", "", "the returns ", "r.csv: "),
		returns("a horizon longer than the file", ownReturns, "the plan ", "plan.json: horizonAge: the plan runs 30 years", "has 3"),
		returns("returns without a class of the plan", "year,equity,inflation\n1999,0.1,0.02\n2000,0.2,0.02\n", "the plan ", "allocation.fixed_income"),
	}
}
