package main

import (
	"errors"
	"slices"
	"strings"
	"unicode"

	"github.com/leadline-go/leadline/lead/leadcsv"
)

// finder looks for columns in the header of a table, and collects those that are
// missing or not certain.
type finder struct {
	t    *table
	told map[string]bool
	errs []error
}

// need returns the place of a column; what says what it is needed for.
func (f *finder) need(name, what string) int {
	i := slices.Index(f.t.header, name)
	twice := i >= 0 && slices.Contains(f.t.header[i+1:], name)
	if i >= 0 && !twice || f.told[name] {
		return i
	}
	if f.told == nil {
		f.told = map[string]bool{}
	}
	f.told[name] = true
	found := "none"
	switch {
	case twice:
		found = "two"
	case len(f.errs) == 0: // once is enough
		found = "only " + listed(f.t.header)
	}
	if i < 0 {
		if near := nearest(name, f.t.header); near != "" {
			found += " (did you mean " + quote(near) + "?)"
		}
	}
	f.errs = append(f.errs, &leadcsv.DataError{File: f.t.name, Line: 1, Column: name, Expected: what, Found: found})
	return i
}

// may is need for a column that may be missing; -1 then.
func (f *finder) may(name, what string) int {
	if !slices.Contains(f.t.header, name) {
		return -1
	}
	return f.need(name, what)
}

func (f *finder) err() error { return errors.Join(f.errs...) }

// listed shows names in a message, as far as it stays readable.
func listed(names []string) string {
	const most = 30
	shown := make([]string, 0, most+1)
	for _, n := range names[:min(len(names), most)] {
		shown = append(shown, quote(n))
	}
	if len(names) > most {
		shown = append(shown, "...")
	}
	return strings.Join(shown, ", ")
}

// nearest is the name that was probably meant: the same but for case and signs,
// or with a letter or two that differ. Empty: none is near.
func nearest(name string, known []string) string {
	bare := bareName(name)
	best, least := "", 1+min(2, len(bare)/4)
	for _, k := range known {
		if len(k) > 64 || len(name) > 64 {
			continue
		}
		if d := distance(bare, bareName(k)); d < least {
			best, least = k, d
		}
	}
	return best
}

func bareName(s string) []rune {
	var out []rune
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			out = append(out, unicode.ToLower(r))
		}
	}
	return out
}

// distance is how many letters to add, drop or change (Levenshtein).
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			change := diagonal
			if x != y {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
