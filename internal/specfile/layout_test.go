package specfile_test

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/internal/specfile"
)

// layOut reads a small table as its users do.
func layOut(t *testing.T, text string) *specfile.Layout {
	t.Helper()
	l := specfile.NewLayout("t.csv", []byte(text))
	r := csv.NewReader(strings.NewReader(l.Text()))
	spot := func(i int) specfile.Spot {
		line, column := r.FieldPos(i)
		return specfile.Spot{Line: line, Column: column}
	}
	for i := 0; ; i++ {
		row, err := r.Read()
		if err != nil {
			return l
		}
		path := specfile.Index("people", i)
		l.Put(path, spot(0), spot(0), row[0])
		l.Put(specfile.Key(path, "name"), spot(0), spot(0), row[0])
		l.Put(specfile.Key(specfile.Key(path, "says"), row[1]), spot(1), spot(2), row[2])
	}
}

const layoutText = "\ufeff" + `Zoë,a.b,5
"two
lines",x,"ü ""q"" ",` + "\n"

func TestProblemsOfALayoutPointIntoItsText(t *testing.T) {
	s := layOut(t, strings.Replace(layoutText, " \",\n", " \"\n", 1)).Source()
	c := s.Check()
	c.Addf("people[0].says[\"a.b\"]", "wrong")
	c.UnknownKey("people[0].says[\"a.b\"]", "thing", "a.b", []string{"a.c"})
	c.Unknown("people[1].name", "name", "two\nlines", nil)
	c.Addf("people[1].says.x", "worse")
	c.Addf("people[1].age", "missing")
	c.Addf("people[2]", "not in the table")
	want := `t.csv:1:5: people[0].says["a.b"]: unknown thing "a.b" (did you mean "a.c"?)
   1 | Zoë,a.b,5
           ^
t.csv:1:9: people[0].says["a.b"]: wrong
   1 | Zoë,a.b,5
               ^
t.csv:2:1: people[1].age: missing
   2 | "two
       ^
t.csv:2:1: people[1].name: unknown name "two\nlines" (there are none)
   2 | "two
       ^
t.csv:3:10: people[1].says.x: worse
   3 | lines",x,"ü ""q"" "
                ^
people[2]: not in the table`
	if diff := cmp.Diff(want, fmt.Sprint(c.Err())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestProblemsFoundWhileReadingAreReportedTogether(t *testing.T) {
	l := specfile.NewLayout("t.csv", []byte("ä,b\r\nc\u2028d,e\n"))
	l.Unknown(specfile.Spot{Line: 1, Column: 4}, "header", "column", "b", []string{"bb"})
	l.Addf(specfile.Spot{Line: 2, Column: 6}, "value", "expected %d", 1)
	l.Addf(specfile.Spot{Line: 9, Column: 9}, "", "past the end")
	l.Addf(specfile.Spot{}, "", "before the beginning")
	l.Fail("as a whole")
	// A line separator ends a line here as it does in YAML, so that the excerpt
	// is what the position says.
	want := `t.csv: as a whole
t.csv:1:1: before the beginning
   1 | ä,b
       ^
t.csv:1:3: header: unknown column "b" (did you mean "bb"?)
   1 | ä,b
         ^
t.csv:3:2: value: expected 1
   3 | d,e
        ^
t.csv:4:1: past the end
   4 |
       ^`
	got := strings.Split(fmt.Sprint(l.Err()), "\n")
	// The problem of the file has no position, and comes last.
	got = append([]string{got[len(got)-1]}, got[:len(got)-1]...)
	if diff := cmp.Diff(want, strings.Join(got, "\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if err := layOut(t, "").Err(); err != nil {
		t.Errorf("%v, want none", err)
	}
}

func TestSpotsOfALayoutAreThoseOfItsBytes(t *testing.T) {
	const text = "ab\n\nü,x\r\n"
	l := specfile.NewLayout("t.csv", []byte(text))
	for offset, want := range map[int]specfile.Spot{
		0: {Line: 1, Column: 1}, 2: {Line: 1, Column: 3}, 3: {Line: 2, Column: 1}, 4: {Line: 3, Column: 1},
		7: {Line: 3, Column: 4}, len(text): {Line: 4, Column: 1},
	} {
		if got := l.At(offset); got != want {
			t.Errorf("byte %d is at %v, want %v", offset, got, want)
		}
	}
}

func TestPathsThatNobodyMakesAreNotPut(t *testing.T) {
	l := specfile.NewLayout("t.csv", []byte("a\n"))
	at := specfile.Spot{Line: 1, Column: 1}
	for _, path := range []string{"", "x[1]", "x[", "[y", "x y"} {
		l.Put(path, at, at, "a")
	}
	c := l.Source().Check()
	c.Addf("x[1]", "wrong")
	if got := fmt.Sprint(c.Err()); strings.HasPrefix(got, "t.csv") {
		t.Errorf("%s, want no position", got)
	}
}
