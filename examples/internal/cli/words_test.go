package cli_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/examples/internal/cli"
)

func TestNamesThatAreNearAreSuggested(t *testing.T) {
	known := []string{"email_click", "webinar", "L-01", strings.Repeat("x", 65)}
	for name, want := range map[string]string{
		"EmailClick":            ` (did you mean "email_click"?)`,
		"webniar":               "", // a letter taken and one put: two, of a word too short for that
		"webinars":              ` (did you mean "webinar"?)`,
		"email_klik":            ` (did you mean "email_click"?)`,
		"l01":                   ` (did you mean "L-01"?)`,
		"L-02":                  "",
		"":                      "",
		strings.Repeat("x", 65): "",
	} {
		if got := cli.DidYouMean(name, known); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestAListOfNamesIsShort(t *testing.T) {
	if got := cli.Quoted([]string{"a", "b\n"}); got != `"a", "b\n"` {
		t.Errorf("got %s", got)
	}
	many := slices.Repeat([]string{"a"}, 31)
	if got := cli.Quoted(many); got != strings.Repeat(`"a", `, 30)+"..." {
		t.Errorf("got %s", got)
	}
}

func TestAQuotedValueIsShort(t *testing.T) {
	for s, want := range map[string]string{
		"a\x1b":                       `"a\x1b"`,
		strings.Repeat("ü", 40):       `"` + strings.Repeat("ü", 40) + `"`,
		strings.Repeat("ü", 40) + "e": `"` + strings.Repeat("ü", 40) + `"...`,
	} {
		if got := cli.Quote(s); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
