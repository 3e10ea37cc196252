package scoring

import (
	"flag"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	_ "github.com/leadline-go/leadline/internal/lazygc"
)

var update = flag.Bool("update", false, "rewrite golden files")

// golden compares with a file under testdata, which a person has read.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// monday is the beginning of time in these tests.
var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// day returns a time by its distance from monday in days.
func day(n float64) time.Time { return monday.Add(time.Duration(n * 24 * float64(time.Hour))) }

// did makes an activity of a type on a day.
func did(typ string, n float64) Activity { return Activity{Type: typ, At: day(n)} }

// times repeats an activity, a minute apart.
func repeat(n int, a Activity) []Activity {
	out := make([]Activity, n)
	for i := range out {
		out[i] = a
		out[i].At = a.At.Add(-time.Duration(i) * time.Minute)
	}
	return out
}

// model compiles rules for Records from their text. The head may be left out.
func model(t testing.TB, text string) *Model[Record] {
	t.Helper()
	if !strings.Contains(text, "name: test") {
		text = "name: test\nrevision: 1\n" + text
	}
	if !strings.Contains(text, "\nqualify:") {
		text += "\nqualify: {score: 0}\n"
	}
	spec, err := ReadSpec(strings.NewReader(text), "test.yaml")
	if err != nil {
		t.Fatal(err)
	}
	m, err := Compile(spec, Bindings[Record]{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func score[T any](t testing.TB, m *Model[T], subject T, asOf time.Time) Result {
	t.Helper()
	r, err := m.Score(subject, asOf)
	if err != nil {
		t.Fatal(err)
	}
	var sum Points
	for _, l := range r.Lines() {
		sum += l.Points
	}
	if sum != r.Total {
		t.Errorf("the lines sum to %v, the total is %v: %+v", sum, r.Total, r.Lines())
	}
	return r
}

// list writes lines as "group/rule points", a count above one after x.
func list(r Result) string {
	var parts []string
	for _, l := range r.Lines() {
		name := l.Rule
		if l.Kind != LineRule {
			name = "(" + string(l.Kind) + ")"
		}
		parts = append(parts, l.Group+"/"+name+" "+l.Points.String())
	}
	return strings.Join(parts, ", ")
}

// exp2 returns 2^(−age/halfLife) to 250 places, by a way of its own: the square
// root of the square root and so on of 1/2, one for each binary digit of the
// exponent.
func exp2(age, halfLife int64) *big.Float {
	const prec = 320
	f := new(big.Rat).SetFrac64(age%halfLife, halfLife)
	out := new(big.Float).SetPrec(prec).SetInt64(1)
	root := new(big.Float).SetPrec(prec).SetFloat64(0.5)
	one := big.NewRat(1, 1)
	for range 260 {
		root.Sqrt(root)
		if f.Add(f, f); f.Cmp(one) >= 0 {
			f.Sub(f, one)
			out.Mul(out, root)
		}
		if f.Sign() == 0 {
			break
		}
	}
	return out.SetMantExp(out, -int(age/halfLife))
}
