package broker

import "strings"

// formulaStarts begin a formula in a spreadsheet; the last four are the
// full-width forms that some programs read alike.
const formulaStarts = "=+-@\t\r\n＝＋－＠"

// invisibles may stand before a formula and hide it.
const invisibles = " \x00\u00a0\u200b\u200c\u200d\ufeff\"';,"

// NeutraliseCell makes a cell of our own CSV export harmless: text that a
// spreadsheet would run as a formula gets a leading apostrophe, which shows it
// as text. Other text comes back as it is.
func NeutraliseCell(s string) string {
	rest := strings.TrimLeft(s, invisibles)
	if rest == "" || !strings.ContainsRune(formulaStarts, firstRune(rest)) {
		return s
	}
	return "'" + s
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}
