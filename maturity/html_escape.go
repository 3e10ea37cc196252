package maturity

import (
	"bytes"
	"strconv"
	"strings"
)

// harmless escapes, as WriteText does, what does something to a text instead of being in
// it. No model has that, but a kept assessment can have any text in it.
func harmless(page []byte) []byte {
	bad := func(r rune) bool {
		if ' ' <= r && r < '\x7f' || r == '\n' || r == '\t' {
			return false
		}
		return unseemly(r)
	}
	if bytes.IndexFunc(page, bad) < 0 {
		return page
	}
	var b bytes.Buffer
	for _, r := range string(page) {
		if bad(r) {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		} else {
			b.WriteRune(r)
		}
	}
	return b.Bytes()
}
