package maturity

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// slips are the kinds of change that are made to the text of a model. One that the
// place at hand does not allow leaves the text as it was.
var slips = []struct {
	name    string
	refused bool // each of them must be
	make    func(s *slipper) string
}{
	{"line", false, slipLine},
	{"block", false, slipBlock},
	{"id", false, slipID},
	{"number", false, slipNumber},
	{"threshold", false, slipThreshold},
	{"language", true, slipLanguage},
	{"indent", false, slipIndent},
	{"key", true, slipKey},
	{"field", false, slipField},
	{"item", false, slipItem},
	{"value", false, slipValue},
	{"bytes", false, slipBytes},
	{"truncated", false, func(s *slipper) string { return s.text[:s.rng.IntN(len(s.text))] }},
}

func pick[E any](rng *rand.Rand, from []E) E { return from[rng.IntN(len(from))] }

// slipper changes a text, again and again.
type slipper struct {
	rng   *rand.Rand
	text  string
	found map[*regexp.Regexp][][]int
}

// find returns where the group of one match of a pattern stands.
func (s *slipper) find(pattern *regexp.Regexp) (start, end int) {
	all, ok := s.found[pattern]
	if !ok {
		all = pattern.FindAllStringSubmatchIndex(s.text, -1)
		s.found[pattern] = all
	}
	at := pick(s.rng, all)
	return at[2], at[3]
}

// replaced puts something in the place of one match of a pattern.
func (s *slipper) replaced(pattern *regexp.Regexp, by func(was string) string) string {
	start, end := s.find(pattern)
	return s.text[:start] + by(s.text[start:end]) + s.text[end:]
}

// shuffled deletes or duplicates one of some parts, or swaps it with its neighbour or
// with any other.
func shuffled(rng *rand.Rand, parts []string) []string {
	parts = slices.Clone(parts)
	i := rng.IntN(len(parts))
	switch rng.IntN(4) {
	case 0:
		return slices.Delete(parts, i, i+1)
	case 1:
		return slices.Insert(parts, i, parts[i])
	case 2:
		j := max(i-1, 0)
		parts[i], parts[j] = parts[j], parts[i]
	default:
		j := rng.IntN(len(parts))
		parts[i], parts[j] = parts[j], parts[i]
	}
	return parts
}

func lines(text string) []string { return slices.Collect(strings.Lines(text)) }

func slipLine(s *slipper) string {
	return strings.Join(shuffled(s.rng, lines(s.text)), "")
}

// slipBlock does to a list item of several lines, or to a section, what slipLine does
// to a line.
func slipBlock(s *slipper) string {
	starts := pick(s.rng, []string{"  - ", "      - ", ""})
	var blocks []string
	for i, line := range lines(s.text) {
		begins := strings.HasPrefix(line, starts) && !strings.HasPrefix(line, starts+" ")
		if i == 0 || begins {
			blocks = append(blocks, "")
		}
		blocks[len(blocks)-1] += line
	}
	return strings.Join(shuffled(s.rng, blocks), "")
}

// givenID and usedID find IDs and the words of closed lists, where they stand alone and
// in lists.
var (
	givenID = regexp.MustCompile(`\b(?:id|area|scale|axis|owner|source|unit|effort|position): ([a-z_0-9.]+)`)
	usedID  = regexp.MustCompile(`[\[ ]([a-z]+\.[a-z_0-9.]+)[,\]]`)
)

// slipID changes an ID by one letter, where it is given or where it is used.
func slipID(s *slipper) string {
	return s.replaced(pick(s.rng, []*regexp.Regexp{givenID, usedID}), func(id string) string {
		i, letter := s.rng.IntN(len(id)), pick(s.rng, strings.Split("abcdefghijklmnopqrstuvwxyz0123456789._-", ""))
		switch s.rng.IntN(4) {
		case 0:
			return id[:i] + id[i+1:]
		case 1:
			return id[:i] + letter + id[i:]
		case 2:
			return id[:i] + letter + id[i+1:]
		}
		b := []byte(id)
		b[i], b[max(i-1, 0)] = b[max(i-1, 0)], b[i]
		return string(b)
	})
}

var numberPattern = regexp.MustCompile(`\b(?:stage|r|m|offset|revision|holds_at|floor|gap|cases): ([0-9.]+)`)

func slipNumber(s *slipper) string {
	return s.replaced(numberPattern, func(was string) string { return otherNumber(s.rng, was) })
}

var thresholdPattern = regexp.MustCompile(`[{ ]([234]: [0-9.]+)[,}]`)

func slipThreshold(s *slipper) string {
	return s.replaced(thresholdPattern, func(was string) string {
		stage, value, _ := strings.Cut(was, ": ")
		switch s.rng.IntN(6) {
		case 0:
			return otherNumber(s.rng, stage) + ": " + value
		case 1:
			return stage
		case 2:
			return was + ", " + otherNumber(s.rng, stage) + ": " + otherNumber(s.rng, value)
		}
		return stage + ": " + otherNumber(s.rng, value)
	})
}

// otherNumber is another number, or something that a number was meant to be.
func otherNumber(rng *rand.Rand, was string) string {
	f, err := strconv.ParseFloat(was, 64)
	if err != nil {
		return was + "0"
	}
	switch rng.IntN(8) {
	case 0:
		return "-" + was
	case 1:
		return was + was
	case 2:
		return pick(rng, []string{"", "three", "1e0", "0x2", "2,5", "50 %", ".5", "null", "1_0", "NaN", "99999999999999999999", "\"" + was + "\""})
	case 3:
		return strconv.FormatFloat(f*10, 'f', -1, 64)
	case 4:
		return strconv.FormatFloat(f/10, 'f', -1, 64)
	case 5:
		return strconv.Itoa(rng.IntN(10))
	}
	return strconv.FormatFloat(f+float64(rng.IntN(21)-10)/pick(rng, []float64{1, 10, 100}), 'f', 2, 64)
}

var languagePattern = regexp.MustCompile(`((?:en|de): "[^"]*"(?:, )?)`)

// slipLanguage takes a text away in one language.
func slipLanguage(s *slipper) string {
	return s.replaced(languagePattern, func(was string) string {
		rest := was[2:]
		switch s.rng.IntN(4) {
		case 0:
			return ""
		case 1:
			return was[:2] + `: ""` + strings.TrimLeft(rest[strings.LastIndex(rest, `"`)+1:], `"`)
		case 2:
			return pick(s.rng, []string{"fr", "EN", "d", "deu"}) + rest
		}
		return map[string]string{"en": "de", "de": "en"}[was[:2]] + rest
	})
}

func slipIndent(s *slipper) string {
	all := lines(s.text)
	i := s.rng.IntN(len(all))
	rest := strings.TrimLeft(all[i], " ")
	n := len(all[i]) - len(rest)
	by := []string{" ", "  ", "   ", "    ", "      ", "\t", "- ", "\u00a0"}
	all[i] = pick(s.rng, append(by, strings.Repeat(" ", s.rng.IntN(n+4)), "")) + pick(s.rng, []string{rest, all[i]})
	return strings.Join(all, "")
}

var (
	openPattern  = regexp.MustCompile(`(\{)`)
	keyPattern   = regexp.MustCompile(`(?m)^( +)[a-z_]+:.*\n`)
	itemsPattern = regexp.MustCompile(`[\[{]([^\[\]{}\n]+)[\]}]`)
	valuePattern = regexp.MustCompile(`: ([^\s:{}\[\],]+)`)
)

// slipKey inserts a key that there is not.
func slipKey(s *slipper) string {
	const line = "first: [lm.process.2]\n"
	if s.rng.IntN(2) == 0 {
		return s.replaced(openPattern, func(string) string { return "{first: 1, " })
	}
	return s.replaced(keyPattern, func(was string) string { return was + line + was })
}

// slipField inserts a key that there is, at some place.
func slipField(s *slipper) string {
	field := pick(s.rng, []string{
		"optional: true", "na: true", "after: []", "after: [rec.rel.12.rules]", "when: {position: goal}", "when: {position: above}",
		"when: {}", "required: [sales]", "indicators: [ev.lm.review_age]", "indicators: []", "shows_in: [ev.rel.bounce_share]",
		"lifts: [rel.rules.2]", "stage: 3", "at_least: {3: 1}", "at_most: {2: 0.5}", "optional:", "den: {en: a, de: a}",
	})
	return s.replaced(keyPattern, func(was string) string { return was + field + "\n" + was })
}

// slipItem does to an item of a list or of a mapping in one line what slipLine does to
// a line.
func slipItem(s *slipper) string {
	return s.replaced(itemsPattern, func(was string) string {
		return strings.Join(shuffled(s.rng, strings.Split(was, ", ")), ", ")
	})
}

// slipValue puts something else in the place of a value.
func slipValue(s *slipper) string {
	return s.replaced(valuePattern, func(was string) string {
		return pick(s.rng, []string{"", "[]", "{}", "[" + was + "]", "{" + was + ": 1}", "null", "~", "true", "&a " + was, "*a", "!!str " + was, "|", ">-", "'", `"`, "# " + was, was + ":"})
	})
}

func slipBytes(s *slipper) string {
	b := []byte(s.text)
	for range 1 + s.rng.IntN(3) {
		i := s.rng.IntN(len(b))
		switch s.rng.IntN(3) {
		case 0:
			b[i] ^= 1 << s.rng.IntN(8)
		case 1:
			b[i] = byte(s.rng.IntN(256))
		default:
			b = slices.Delete(b, i, min(i+1+s.rng.IntN(8), len(b)))
		}
	}
	return string(b)
}
