package report

func EscapeMarkdown(s string) string { return s }
