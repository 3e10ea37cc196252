package specfile

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	longestName = 40  // characters; no suggestion is made for, or of, a longer one
	mostNames   = 500 // no suggestion is searched for among more
)

// text says what is unknown, and what may have been meant.
func (u *unknownName) text() string {
	hint := "there are none"
	if near, ok := Nearest(u.name, u.known); ok {
		hint = fmt.Sprintf("did you mean %s?", quote(near))
	} else if len(u.known) > 0 {
		hint = "known: " + someOf(u.known)
	}
	return fmt.Sprintf("unknown %s %s (%s)", clip(u.kind, longestName), quote(u.name), hint)
}

// someOf lists the first names of the alphabet.
func someOf(known []string) string {
	const most = 8
	names := slices.Sorted(slices.Values(known))
	names = slices.Compact(names)
	more := len(names) > most
	names = names[:min(most, len(names))]
	for i, name := range names {
		if !isName(name) || len(name) > longestName {
			names[i] = quote(name)
		}
	}
	if more {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}

// Nearest returns the known name that a misspelt one was probably meant to be: the one at
// the smallest distance, of several the first in the alphabet. Case counts for
// nothing. The longer the name, the more may be wrong with it, but never all.
func Nearest(name string, known []string) (string, bool) {
	a := folded(nil, name)
	if len(a) > longestName || len(known) > mostNames {
		return "", false
	}
	limit := 3
	switch n := len(a); {
	case n <= 4:
		limit = 1
	case n <= 8:
		limit = 2
	}
	var best string
	found := false
	var b []rune
	for _, k := range known {
		if k == name || len(k) > longestName*utf8.UTFMax {
			continue
		}
		b = folded(b, k)
		if len(b) > longestName {
			continue
		}
		d := distance(a, b, limit)
		if d > limit || d >= max(len(a), len(b)) {
			continue
		}
		if !found || d < limit || k < best {
			best, found, limit = k, true, d
		}
	}
	return best, found
}

// folded returns the characters of s in lower case, in the memory of buf. It
// stops when there are more than are ever compared.
func folded(buf []rune, s string) []rune {
	buf = buf[:0]
	for _, r := range s {
		if len(buf) > longestName {
			break
		}
		buf = append(buf, unicode.ToLower(r))
	}
	return buf
}

// distance is the number of characters to insert, delete, replace or swap with
// their neighbour that turns a into b (the optimal string alignment form of the
// Damerau-Levenshtein distance: no part is edited twice). It is limit+1 if the
// distance is larger than limit. Neither is longer than longestName.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	// Cell j of row i is the distance of a[:i] and b[:j]. Where i and j are
	// further apart than limit it must be larger, and is not looked at.
	var rows [3][longestName + 2]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, last, lastButOne := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		from, to := max(1, i-limit), min(len(b), i+limit)
		row[from-1], row[to+1] = limit+1, limit+1
		if from == 1 {
			row[0] = i
		}
		least := row[from-1]
		for j := from; j <= to; j++ {
			d := last[j-1]
			if a[i-1] != b[j-1] {
				d = min(d, last[j], row[j-1]) + 1
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, lastButOne[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		// A swap reaches back to the row before, but no cell of that is less
		// than limit, and a swap costs one.
		if least > limit {
			return limit + 1
		}
	}
	return min(rows[len(a)%3][len(b)], limit+1)
}
