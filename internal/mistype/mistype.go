// Package mistype makes texts with one typing error, for tests that want every error
// in a spec to be noticed.
package mistype

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
)

// piece is a token of a spec: what a typing error can hit.
type piece struct {
	kind       pieceKind
	start, end int // bytes of the text
	depth      int // of brackets around it
}

type pieceKind int

const (
	indentToken pieceKind = iota // what a line begins with, perhaps nothing
	dashToken
	punctToken // one of {}[],:
	scalarToken
)

// pieces takes a spec in YAML or JSON apart, comments left out. It knows what the
// specs of these tests use: no scalar goes on in a second line.
func pieces(text string) []piece {
	var ts []piece
	depth, at := 0, 0
	for line := range strings.Lines(text) {
		end := at + len(strings.TrimRight(line, "\n"))
		i := at + len(line) - len(strings.TrimLeft(line, " "))
		if rest := text[i:end]; rest != "" && rest[0] != '#' {
			ts = append(ts, piece{indentToken, at, i, depth})
		}
		for i < end {
			c, start := text[i], i
			switch {
			case c == ' ':
				i++
			case c == '#':
				i = end
			case depth == 0 && strings.HasPrefix(text[i:], "- "):
				i++
				ts = append(ts, piece{dashToken, start, i, depth})
			case strings.IndexByte("{}[],:", c) >= 0:
				i++
				if c == '}' || c == ']' {
					depth--
				}
				ts = append(ts, piece{punctToken, start, i, depth})
				if c == '{' || c == '[' {
					depth++
				}
			case c == '"':
				for i++; text[i] != '"'; i++ {
					if text[i] == '\\' {
						i++
					}
				}
				i++
				ts = append(ts, piece{scalarToken, start, i, depth})
			default:
				for i < end && !plainEnds(text[i:end], depth) {
					i++
				}
				ts = append(ts, piece{scalarToken, start, i, depth})
			}
		}
		at += len(line)
	}
	return ts
}

// plainEnds reports whether a scalar without quotes ends before rest.
func plainEnds(rest string, depth int) bool {
	return depth > 0 && strings.IndexByte("{}[],", rest[0]) >= 0 ||
		strings.HasPrefix(rest, ": ") || rest == ":" ||
		strings.HasPrefix(strings.TrimLeft(rest, " "), "#") && rest[0] == ' ' || strings.TrimSpace(rest) == ""
}

// A Typist types a text with one error each time. It is for one goroutine.
type Typist struct {
	rand    *rand.Rand
	text    string
	tokens  []piece
	scalars []int // indexes of tokens
	digits  []int // of those with a digit
	marks   []int // of the others: brackets, commas, indentations
	opens   []int // of brackets that open
}

// New makes a typist of a spec in YAML or JSON in which no scalar goes on in a second
// line. Equal seeds make equal errors.
func New(text string, seed uint64) *Typist {
	m := &Typist{rand: rand.New(rand.NewPCG(seed, 4)), text: text, tokens: pieces(text)}
	for i, t := range m.tokens {
		switch s := m.of(t); {
		case t.kind != scalarToken:
			m.marks = append(m.marks, i)
			if s == "{" || s == "[" {
				m.opens = append(m.opens, i)
			}
		case strings.ContainsFunc(s, unicode.IsDigit):
			m.digits = append(m.digits, i)
			fallthrough
		default:
			m.scalars = append(m.scalars, i)
		}
	}
	return m
}

func (m *Typist) of(t piece) string { return m.text[t.start:t.end] }

// put replaces what stands between two places.
func (m *Typist) put(start, end int, by string) string {
	return m.text[:start] + by + m.text[end:]
}

func (m *Typist) pick(from []int) piece { return m.tokens[from[m.rand.IntN(len(from))]] }

// Type returns the text with an error, and the kind of error. Now and then the error
// cannot be made at the place that was chosen, and the text is as it was.
func (m *Typist) Type() (kind, text string) {
	e := mutations[m.rand.IntN(len(mutations))]
	return e.name, e.make(m)
}

// mutations are the kinds of typing error, by name; an error that the token at
// hand does not allow gives the text as it was.
var mutations = []struct {
	name string
	make func(*Typist) string
}{
	{"misspell", (*Typist).misspell},
	{"misspell", (*Typist).misspell}, // the commonest
	{"replace", func(m *Typist) string {
		t := m.pick(m.scalars)
		return m.put(t.start, t.end, m.of(m.pick(m.scalars)))
	}},
	{"delete", func(m *Typist) string {
		t := m.tokens[m.rand.IntN(len(m.tokens))]
		return m.put(t.start, t.end, "")
	}},
	{"duplicate", func(m *Typist) string {
		t := m.tokens[m.rand.IntN(len(m.tokens))]
		between := ""
		if t.kind == scalarToken {
			between = []string{" ", ", ", ": "}[m.rand.IntN(3)]
		}
		return m.put(t.end, t.end, between+m.of(t))
	}},
	{"swap", func(m *Typist) string {
		i := m.rand.IntN(len(m.scalars) - 1)
		a, b := m.tokens[m.scalars[i]], m.tokens[m.scalars[i+1]]
		return m.put(a.start, b.end, m.of(b)+m.text[a.end:b.start]+m.of(a))
	}},
	{"digit", func(m *Typist) string {
		t := m.pick(m.digits)
		s := []byte(m.of(t))
		for i, c := range slices.Backward(s) {
			if c >= '0' && c <= '9' {
				s[i] = '0' + byte(m.rand.IntN(10))
				if m.rand.IntN(2) == 0 {
					break
				}
			}
		}
		return m.put(t.start, t.end, string(s))
	}},
	{"empty", func(m *Typist) string {
		t := m.pick(m.scalars)
		return m.put(t.start, t.end, `""`)
	}},
	{"type", func(m *Typist) string {
		t := m.pick(m.scalars)
		s := m.of(t)
		by := []string{"[" + s + "]", "{" + s + ": " + s + "}", "[]", "{}", "7", "true", "null", "-1.5"}
		return m.put(t.start, t.end, by[m.rand.IntN(len(by))])
	}},
	{"punctuation", (*Typist).punctuation},
	{"item", (*Typist).item},
	{"line", (*Typist).line},
}

func (m *Typist) misspell() string {
	t := m.pick(m.scalars)
	s := []rune(m.of(t))
	first, last := 0, len(s)
	if s[0] == '"' {
		first, last = 1, last-1 // inside of the quotes
	}
	if first == last {
		return m.text
	}
	i := first + m.rand.IntN(last-first)
	switch letter := rune('a' + m.rand.IntN(26)); m.rand.IntN(6) {
	case 0:
		s = slices.Delete(s, i, i+1)
	case 1:
		s = slices.Insert(s, i, s[i])
	case 2:
		s = slices.Insert(s, i, letter)
	case 3:
		s[i] = unicode.ToUpper(s[i])
	case 4:
		s[i] = letter
	default:
		if i+1 < last {
			s[i], s[i+1] = s[i+1], s[i]
		}
	}
	return m.put(t.start, t.end, string(s))
}

// punctuation hits a bracket, a comma, a colon, a dash or an indentation.
func (m *Typist) punctuation() string {
	t := m.pick(m.marks)
	switch t.kind {
	case punctToken:
		const all = "{}[],:;=."
		return m.put(t.start, t.end, all[m.rand.IntN(len(all)):][:1])
	case dashToken:
		return m.put(t.start, t.end, []string{"", " ", "*", "--", "-x"}[m.rand.IntN(5)])
	case indentToken:
		by := []string{" " + m.of(t), "  " + m.of(t), "\t" + m.of(t), "", "- " + m.of(t)}
		if t.end > t.start {
			by = append(by, m.of(t)[1:], m.of(t)[min(2, t.end-t.start):])
		}
		return m.put(t.start, t.end, by[m.rand.IntN(len(by))])
	}
	return m.text
}

// item deletes or duplicates what stands between two commas, or swaps it with its
// neighbour.
func (m *Typist) item() string {
	open := m.opens[m.rand.IntN(len(m.opens))]
	t := m.tokens[open]
	var items [][2]int // bytes
	start := t.end
	for _, u := range m.tokens[open+1:] {
		closes := u.depth == t.depth
		if closes || u.depth == t.depth+1 && m.of(u) == "," {
			items = append(items, [2]int{start, u.start})
			start = u.end
		}
		if closes {
			break
		}
	}
	i := m.rand.IntN(len(items))
	at := items[i]
	switch m.rand.IntN(3) {
	case 0:
		if i > 0 {
			return m.put(at[0]-1, at[1], "") // with the comma before
		}
		if len(items) > 1 {
			return m.put(at[0], at[1]+1, "")
		}
		return m.put(at[0], at[1], "")
	case 1:
		return m.put(at[1], at[1], ","+m.text[at[0]:at[1]])
	}
	if i == 0 {
		return m.text
	}
	before := items[i-1]
	return m.put(before[0], at[1], m.text[at[0]:at[1]]+","+m.text[before[0]:before[1]])
}

// line deletes or duplicates a line, or swaps it with its neighbour.
func (m *Typist) line() string {
	lines := slices.Collect(strings.Lines(m.text))
	i := m.rand.IntN(len(lines))
	switch m.rand.IntN(3) {
	case 0:
		lines = slices.Delete(lines, i, i+1)
	case 1:
		lines = slices.Insert(lines, i, lines[i])
	default:
		if i > 0 {
			lines[i-1], lines[i] = lines[i], lines[i-1]
		}
	}
	return strings.Join(lines, "")
}
