package specfile

import (
	"encoding/json"
	"math/big"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"
)

func TestPathsComeApartAsTheyWerePutTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) step {
			if rapid.Bool().Draw(t, "is key") {
				key := rapid.OneOf(rapid.String(), rapid.StringMatching(`[A-Za-z_][A-Za-z0-9_-]*`), rapid.StringOf(rapid.SampledFrom([]rune(`.[]"\0a`))))
				return step{key: key.Draw(t, "key"), isKey: true}
			}
			return step{index: rapid.IntRange(0, 1<<40).Draw(t, "index")}
		}), 0, 6).Draw(t, "steps")
		path := ""
		for _, s := range steps {
			if s.isKey {
				path = Key(path, s.key)
			} else {
				path = Index(path, s.index)
			}
		}
		got := []step{}
		for rest := path; rest != ""; {
			s, r, ok := cutStep(rest)
			if !ok {
				t.Fatalf("%q: no step in %q", path, rest)
			}
			got, rest = append(got, s), r
		}
		if diff := cmp.Diff(steps, got, cmp.AllowUnexported(step{})); diff != "" {
			t.Fatalf("%q (-want +got):\n%s", path, diff)
		}
	})
}

func TestPathsAreWrittenLikeThis(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{Key("", "name"), "name"},
		{Key("statuses[2].sla", "within"), "statuses[2].sla.within"},
		{Key("sets", "a b"), `sets["a b"]`},
		{Key("sets", "1st"), `sets["1st"]`},
		{Key("sets", "x-1_y"), "sets.x-1_y"},
		{Key("sets", "-x"), `sets["-x"]`},
		{Key("sets", ""), `sets[""]`},
		{Key("sets", "ü"), `sets["ü"]`},
		{Key("", "a b"), `["a b"]`},
		{Index("statuses", 2), "statuses[2]"},
		{Index("", 0), "[0]"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %s, want %s", tt.got, tt.want)
		}
	}
}

// slowDistance is the definition of the optimal string alignment distance.
func slowDistance(a, b []rune) int {
	m, n := len(a), len(b)
	if m == 0 || n == 0 {
		return m + n
	}
	d := min(slowDistance(a[:m-1], b), slowDistance(a, b[:n-1])) + 1
	same := slowDistance(a[:m-1], b[:n-1])
	if a[m-1] != b[n-1] {
		same++
	}
	d = min(d, same)
	if m > 1 && n > 1 && a[m-1] == b[n-2] && a[m-2] == b[n-1] {
		d = min(d, slowDistance(a[:m-2], b[:n-2])+1)
	}
	return d
}

func TestDistanceIsThatOfItsDefinition(t *testing.T) {
	word := rapid.SliceOfN(rapid.SampledFrom([]rune("abü")), 0, 6)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		limit := rapid.IntRange(0, 4).Draw(t, "limit")
		want := min(slowDistance(a, b), limit+1)
		if got := distance(a, b, limit); got != want {
			t.Fatalf("distance(%q, %q, %d) = %d, want %d", string(a), string(b), limit, got, want)
		}
	})
}

func TestSuggestionIsTheNearestNameOfTheAlphabet(t *testing.T) {
	word := rapid.StringOfN(rapid.SampledFrom([]rune("abC")), 0, 7, -1)
	rapid.Check(t, func(t *rapid.T) {
		name, known := word.Draw(t, "name"), rapid.SliceOfN(word, 0, 20).Draw(t, "known")
		limit := 2
		if len(name) <= 4 {
			limit = 1
		}
		want, least := "", limit+1
		for _, k := range known {
			d := slowDistance([]rune(strings.ToLower(name)), []rune(strings.ToLower(k)))
			if k == name || d >= max(len(k), len(name)) {
				continue
			}
			if d < least || d == least && d <= limit && k < want {
				want, least = k, d
			}
		}
		got, ok := Nearest(name, known)
		if got != want || ok != (least <= limit) {
			t.Fatalf("Nearest(%q, %q) = %q, %v, want %q", name, known, got, ok, want)
		}
	})
}

func TestSuggestionAllowsMoreMistakesInLongerNames(t *testing.T) {
	known := []string{"mql", "sal", "status", "sla", "transitions", "won", "Won", "accepted", strings.Repeat("x", longestName)}
	for _, tt := range []struct{ name, want string }{
		{"mqll", "mql"}, // one too many
		{"ml", "mql"},   // one too few
		{"mqk", "mql"},  // another one
		{"qml", "mql"},  // two swapped
		{"MQL", "mql"},  // case alone
		{"SAL", "sal"},
		{"WON", "Won"},
		{"slal", "sal"}, // sal and sla are as near: the alphabet decides
		{"qlm", ""},     // two mistakes in three letters
		{"stauts", "status"},
		{"sttuas", "status"},
		{"statuses", "status"}, // two in eight
		{"stotise", ""},        // three in seven
		{"axxepteb", ""},       // three in eight
		{"tranzishuns", ""},    // four in eleven
		{"tranzishons", "transitions"},
		{"x", ""},
		{"", ""},
		{"\x1b", ""},
		{strings.Repeat("x", longestName-1), strings.Repeat("x", longestName)},
		{strings.Repeat("x", longestName+1), ""}, // too long to be searched for
		{strings.Repeat("x", 1<<20), ""},
	} {
		if got, ok := Nearest(tt.name, known); got != tt.want || ok != (tt.want != "") {
			t.Errorf("Nearest(%.50q) = %q, want %q", tt.name, got, tt.want)
		}
	}
	if got, _ := Nearest("a", make([]string, mostNames+1)); got != "" {
		t.Errorf("searched among too many: %q", got)
	}
}

func TestNumbersAreThoseOfJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.SampledFrom([]rune("-+.eE019 x_")), 0, 8, -1).Draw(t, "s")
		want := json.Valid([]byte(s)) && strings.TrimSpace(s) == s
		if got := isNumber(s); got != want {
			t.Fatalf("isNumber(%q) = %v, want %v", s, got, want)
		}
	})
}

func TestWholeNumbersAreDecimalAndFit(t *testing.T) {
	form := regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)
	types := []any{new(int), new(int8), new(int16), new(int32), new(int64), new(uint), new(uint8), new(uint16), new(uint32), new(uint64)}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(
			rapid.StringOfN(rapid.SampledFrom([]rune("-+0123456789ex_ ")), 0, 6, -1),
			rapid.Map(rapid.Int64(), func(i int64) string { return strconv.FormatInt(i, 10) }),
			rapid.Map(rapid.Uint64(), func(u uint64) string { return strconv.FormatUint(u, 10) }),
			rapid.StringMatching(`-?[1-9][0-9]{17,21}`),
			rapid.SampledFrom([]string{"127", "128", "-128", "-129", "255", "256", "9223372036854775808", "-9223372036854775808", "18446744073709551616"}),
		).Draw(t, "s")
		v := reflect.ValueOf(rapid.SampledFrom(types).Draw(t, "type")).Elem()
		v.SetZero()
		wanted := setScalar(v, s)

		// The twin: written without leading zeros, and what comes out is what went in.
		i, ok := new(big.Int).SetString(s, 10)
		fits := ok && form.MatchString(s)
		if fits {
			bits := v.Type().Bits()
			least, most := new(big.Int), new(big.Int).Lsh(big.NewInt(1), uint(bits))
			if v.CanInt() {
				most.Rsh(most, 1)
				least.Neg(most)
			}
			fits = i.Cmp(least) >= 0 && i.Cmp(most) < 0 && (s != "-0" || v.CanInt())
		}
		if (wanted == "") != fits {
			t.Fatalf("%q into %v: wanted %q, fits: %v", s, v.Type(), wanted, fits)
		}
		if got := cmp.Diff(i.String(), reflectText(v)); fits && got != "" {
			t.Fatalf("%q into %v (-want +got):\n%s", s, v.Type(), got)
		}
	})
}

func reflectText(v reflect.Value) string {
	if v.CanUint() {
		return strconv.FormatUint(v.Uint(), 10)
	}
	return strconv.FormatInt(v.Int(), 10)
}

func TestCaretStandsBelowItsCharacter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("abcdef \tüß😀\u200b\x07")), 0, 400, -1).Draw(t, "line")
		doc := newDocument("f", []byte("first\n"+text+"\r\nlast"))
		column := rapid.IntRange(1, utf8.RuneCountInString(text)+1).Draw(t, "column")
		x := excerpter{doc: doc}
		x.excerpt(position{2, rapid.IntRange(1, 400).Draw(t, "column before")})
		shown := strings.Split(x.excerpt(position{2, column}), "\n")
		if len(shown) != 2 || !strings.HasPrefix(shown[0], "   2 |") {
			t.Fatalf("not a line and a caret: %q", shown)
		}
		line, caret := []rune(shown[0]), []rune(shown[1])
		at := len(caret) - 1
		if caret[at] != '^' || strings.Trim(string(caret[:at]), " \t") != "" {
			t.Fatalf("no caret: %q", shown[1])
		}
		for i, r := range line[:min(at, len(line))] {
			if (r == '\t') != (caret[i] == '\t') {
				t.Fatalf("tabs differ:\n%q\n%q", shown[0], shown[1])
			}
		}
		if n := len(line); n > 7+100+4*100 || !strings.ContainsAny(text, "\u200b\x07") && n > 7+100 {
			t.Fatalf("%d characters", n)
		}
		rest := []rune(text)[column-1:]
		if strings.TrimSpace(string(rest)) == "" {
			return // spaces at the end are not shown
		}
		want := visible(string(rest[0]), true)
		if got := string(line[at:]); !strings.HasPrefix(got, want) {
			t.Fatalf("the caret is at %q, want %q", got, want)
		}
	})
}

func TestTextIsCutByCharacters(t *testing.T) {
	for _, tt := range []struct {
		s           string
		n           int
		front, back string
	}{
		{"", 3, "", ""},
		{"abc", 3, "abc", "abc"},
		{"äöü", 3, "äöü", "äöü"},
		{"äöüß", 3, "…üß", "äö…"},
		{"abcdef", 1, "…", "…"},
	} {
		if got := clip(tt.s, tt.n); got != tt.back {
			t.Errorf("clip(%q, %d) = %q, want %q", tt.s, tt.n, got, tt.back)
		}
		if got := clipFront(tt.s, tt.n); got != tt.front {
			t.Errorf("clipFront(%q, %d) = %q, want %q", tt.s, tt.n, got, tt.front)
		}
	}
}

// marksOf looks at fields of the YAML parser that are not exported. If this
// fails, the parser was changed, and syntax errors have no position.
func TestMarksOfTheParserAreFound(t *testing.T) {
	in := yaml.NewDecoder(strings.NewReader("a: 1\nb: [c,\nd: e,\n {f g\n"))
	var n yaml.Node
	if err := in.Decode(&n); err == nil {
		t.Fatal("no error")
	}
	got := marksOf(in)
	got.event, got.reader = position{}, position{}
	want := marks{problem: position{5, 1}, context: position{4, 2}}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if other := marksOf(nil); other != (marks{}) {
		t.Errorf("of nothing: %+v", other)
	}
}
