package cli

import (
	"strconv"
	"strings"
	"unicode"
)

// Quote shows a value in a message, at most 40 characters of it.
func Quote(s string) string {
	const most = 40
	n := 0
	for i := range s {
		if n++; n > most {
			return strconv.Quote(s[:i]) + "..."
		}
	}
	return strconv.Quote(s)
}

// Quoted shows names in a message, at most 30 of them.
func Quoted(names []string) string {
	const most = 30
	shown := make([]string, 0, most+1)
	for _, n := range names[:min(len(names), most)] {
		shown = append(shown, Quote(n))
	}
	if len(names) > most {
		shown = append(shown, "...")
	}
	return strings.Join(shown, ", ")
}

// DidYouMean is a hint to the one of the known names that was probably meant,
// " (did you mean ...?)", or empty.
func DidYouMean(name string, known []string) string {
	near := nearest(name, known)
	if near == "" {
		return ""
	}
	return " (did you mean " + Quote(near) + "?)"
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
