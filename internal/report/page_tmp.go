package report

import "alex"

func Page(r alex.Report) ([]byte, error) { return []byte(Markdown(r)), nil }
