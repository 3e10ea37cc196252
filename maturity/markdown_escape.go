package maturity

import "strings"

// escapeMarkdown makes a text stand for itself in a line of Markdown, wherever in
// the line it stands.
func escapeMarkdown(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case strings.ContainsRune("\\`*_[]<>&|~$@", r),
			i == 0 && strings.ContainsRune("#+-=!", r),
			r == ':' && strings.HasPrefix(s[i:], "://"),
			r == '.' && startsLink(s[:i]),
			(r == '.' || r == ')') && isNumber(s[:i]) && endsWord(s[i+1:]):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// startsLink reports whether what is before a point makes GitHub see a link.
func startsLink(before string) bool {
	n := len(before)
	return n >= 3 && strings.EqualFold(before[n-3:], "www")
}

// endsWord reports whether a word ends before a rest, as the mark of a list must: a date
// such as 01.03.2026 is none.
func endsWord(rest string) bool {
	return rest == "" || rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\n' || rest[0] == '\r'
}

// isNumber reports whether what is before a point makes it the mark of a list.
func isNumber(before string) bool {
	return before != "" && strings.Trim(before, "0123456789") == ""
}
