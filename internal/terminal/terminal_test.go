package terminal

import (
	"strings"
	"testing"
)

func TestPlainEscapesAndCuts(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		limit    int
		want     string
	}{
		{"a plain name", "sales_qualified", 20, "sales_qualified"},
		{"a name that just fits", "12345", 5, "12345"},
		{"a name that is too long", "123456", 5, "1234…"},
		{"an escape sequence", "\x1b[31mred", 20, `\x1b[31mred`},
		{"line breaks and tabs", "a\r\n\tb", 20, `a\r\n\tb`},
		{"a character that turns the writing direction", "\u202Eabc", 20, `\u202eabc`},
		{"a blank that does not look like one", "a\u00a0b", 20, `a\u00a0b`},
		{"bytes that are not UTF-8", "a\xffb", 20, `a\xffb`},
		{"the replacement character itself", "a\uFFFDb", 20, "a\uFFFDb"},
		{"wide characters, two columns each", "名前漢字", 7, "名前漢…"},
		{"no half of a wide character", "名前漢字", 6, "名前…"},
		{"an escape is not cut in two", "abc\x1bd", 6, "abc…"},
		{"a mark stays on its letter", "e\u0301e\u0301", 2, "e\u0301e\u0301"},
		{"a heap of marks does not", "e" + strings.Repeat("\u0301", 50), 5, "e\u0301\u0301"},
		{"a mark on nothing", "\u0301a", 5, "a"},
	} {
		if got := Plain(tt.in, tt.limit); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestWrapKeepsToTheWidthAndToWhatBelongsTogether(t *testing.T) {
	for _, tt := range []struct {
		text  string
		width int
		want  string
	}{
		{"", 10, ""},
		{"one two three", 20, "one two three"},
		{"one two three", 7, "one two|three"},
		{"one  two\n three", 9, "one two|three"},
		{"reached 90 % of them", 10, "reached|90 % of|them"},
		{"stage 2 · Defined", 8, "stage|2 ·|Defined"},
		{"incomprehensibilities", 8, "incompr…"},
		{"名前 漢字", 8, "名前|漢字"},
		{"red \x1b[31m", 20, `red \x1b[31m`},
	} {
		if got := strings.Join(Wrap(tt.text, tt.width), "|"); got != tt.want {
			t.Errorf("%q in %d columns: got %q, want %q", tt.text, tt.width, got, tt.want)
		}
	}
}
