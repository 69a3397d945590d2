package dataapitest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// token is what a colon may stand in without beginning a name, or a name.
var token = regexp.MustCompile(`(?s)'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/|\$([A-Za-z_]*)\$|::|:[A-Za-z_][A-Za-z0-9_]*`)

// positional is a statement as PostgreSQL takes it, and the names of its
// parameters in the order of their numbers.
func positional(sql string) (text string, names []string) {
	var out strings.Builder
	for sql != "" {
		at := token.FindStringIndex(sql)
		if at == nil {
			break
		}
		found := sql[at[0]:at[1]]
		out.WriteString(sql[:at[0]])
		sql = sql[at[1]:]
		switch {
		case strings.HasPrefix(found, "$"): // to its other end
			before, after, _ := strings.Cut(sql, found)
			out.WriteString(found + before + found)
			sql = after
		case strings.HasPrefix(found, ":") && found != "::":
			number := slices.Index(names, found[1:])
			if number < 0 {
				number, names = len(names), append(names, found[1:])
			}
			out.WriteString("$" + strconv.Itoa(number+1))
		default:
			out.WriteString(found)
		}
	}
	return out.String() + sql, names
}
