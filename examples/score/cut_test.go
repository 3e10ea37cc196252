package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/leadline-go/leadline/scoring"
)

// On a screen a row is one line; whoever reads a file wants all of it.
func TestOnlyATerminalGetsRowsThatAreCut(t *testing.T) {
	id, rule := strings.Repeat("x", 60), strings.Repeat("wide ", 30)+"end"
	list := []scored{{id: id, short: scoring.Short{Points: 1, Rules: []scoring.Closer{{Rule: rule}}}}}
	for _, cut := range []bool{true, false} {
		var b bytes.Buffer
		writeText(&b, options{lang: scoring.English}, "m", list, nil, cut)
		if whole := strings.Contains(b.String(), id+" ") && strings.Contains(b.String(), rule+"\n"); whole == cut {
			t.Errorf("cut is %t:\n%s", cut, b.String())
		}
		for l := range strings.Lines(b.String()) {
			if n := utf8.RuneCountInString(l) - 1; cut && n > 100 {
				t.Errorf("a line of %d columns: %s", n, l)
			}
		}
	}
	inDemo(t)
	f, err := os.Create("out.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if isTerminal(f) || isTerminal(&bytes.Buffer{}) {
		t.Error("takes a file or a buffer for a terminal")
	}
}
