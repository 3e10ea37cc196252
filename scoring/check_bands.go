package scoring

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/leadline-go/leadline/internal/specfile"
)

// bandOrder checks bands whose names have an order of their own: of letters A is the
// best, of numbers the first or the last. With two bounds exchanged nobody would notice
// that more points make a worse grade.
func (c check) bandOrder(path, what string, bands map[string]Points) {
	better, fall := "the better band", "fall"
	names, ok := ranked(bands, letterRank)
	if !ok {
		better, fall = "band", "fall or rise throughout"
		names, ok = ranked(bands, numberRank)
		ok = ok && !slices.IsSortedFunc(names, func(a, b string) int { return cmp.Compare(bands[a], bands[b]) }) // as with stars
	}
	if !ok {
		return
	}
	for i, name := range names[1:] {
		if before := names[i]; bands[name] > bands[before] {
			c.Addf(specfile.Key(path, name), "%s %q begins at %v, and %s %q at %v: expected bounds that %s from %q on%s",
				what, name, bands[name], better, before, bands[before], fall, names[0], suchBands(names, bands))
			return
		}
	}
}

// ranked returns the names from the first rank on; false if one has no rank, or two
// have the same.
func ranked(bands map[string]Points, rank func(string) (int, bool)) ([]string, bool) {
	ranks := map[string]int{}
	for name := range bands {
		r, ok := rank(name)
		if !ok {
			return nil, false
		}
		ranks[name] = r
	}
	names := slices.SortedFunc(maps.Keys(bands), func(a, b string) int { return cmp.Compare(ranks[a], ranks[b]) })
	for i := 1; i < len(names); i++ {
		if ranks[names[i]] == ranks[names[i-1]] {
			return nil, false
		}
	}
	return names, len(names) > 1
}

// letterRank is the place of a single letter, large or small, in the alphabet.
func letterRank(name string) (int, bool) {
	if len(name) != 1 {
		return 0, false
	}
	r := name[0] | 0x20
	return int(r), r >= 'a' && r <= 'z'
}

func numberRank(name string) (int, bool) {
	n, err := strconv.Atoi(name)
	return n, err == nil && strings.Trim(name, "0123456789") == ""
}

// suchBands writes the same bounds down in the order that was expected.
func suchBands(names []string, bands map[string]Points) string {
	const most = 60 // columns
	bounds := slices.Sorted(maps.Values(bands))
	if bounds[0] != Min {
		return "" // which is wrong as well
	}
	slices.Reverse(bounds)
	parts := make([]string, len(names))
	for i, name := range names {
		if _, number := numberRank(name); number {
			name = strconv.Quote(name) // else YAML would read a number
		}
		parts[i] = name + ": " + bounds[i].String()
	}
	text := ", such as {" + strings.Join(parts, ", ") + "}"
	if utf8.RuneCountInString(text) > most {
		return ""
	}
	return text
}
