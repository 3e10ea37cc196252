package lead

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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

func compileFile(path string) (*Machine[struct{}], error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	spec, err := ReadSpec(bytes.NewReader(raw), filepath.Base(path))
	if err != nil {
		return nil, err
	}
	return Compile(spec, Bindings[struct{}]{})
}

func TestEachDefectOfASpecIsLocated(t *testing.T) {
	if _, err := compileFile("testdata/good.yaml"); err != nil {
		t.Fatalf("the file that the bad ones differ from: %v", err)
	}
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) < 50 {
		t.Fatalf("found %d files, %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		t.Run(name, func(t *testing.T) {
			_, err := compileFile(file)
			if bad, ok := errors.AsType[*SpecError](err); !ok || !errors.Is(err, ErrInvalidSpec) {
				t.Fatalf("got %v, want a *SpecError", err)
			} else if p := bad.Problems[0]; p.Line == 0 || p.Column == 0 {
				t.Errorf("no place: %+v", p)
			}
			golden(t, filepath.Join("bad", name+".txt"), err.Error()+"\n")
		})
	}
}

func TestASpecWrittenInGoIsCheckedWithoutPlaces(t *testing.T) {
	_, err := Compile(Spec{Name: "x", Revision: 1, Initial: "a", Statuses: []StatusSpec{{Name: "b", Category: Open}}}, Bindings[int]{})
	want := `initial: unknown status "a"`
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q in it", err, want)
	}
}

func TestGuardsAndHolidaysMustMatchTheirNames(t *testing.T) {
	yes := func(t time.Time) bool { return true }
	spec := Standard()
	spec.Guard("qualify", "criteria")
	spec.Guard("qualify", "criteria") // twice is once
	spec.Guard("no_such_event", "lost")
	_, err := Compile(spec, Bindings[int]{
		Guards: Guards[int]{
			"criterias": OnSubject(func(_ context.Context, _ int, _ time.Time) (any, error) { return nil, nil }),
			"empty":     nil,
		},
		Holidays: map[string]func(time.Time) bool{"austria": yes},
	})
	if err == nil {
		t.Fatal("compiled")
	}
	golden(t, "bindings.txt", err.Error()+"\n")
}

func TestCompileKeepsNothingOfItsSpec(t *testing.T) {
	spec := Standard()
	m, err := Compile(spec, Bindings[int]{})
	if err != nil {
		t.Fatal(err)
	}
	scribble := func(s *Spec) {
		s.Statuses[0].Name = "x"
		s.Statuses[2].SLA.Within = "1m"
		s.Transitions[0].From[0] = "x"
		s.Transitions[2].Sets["criteria"] = "x"
		s.Transitions[4].Reasons[4].Needs[0] = "x"
		s.Groups["early"][0] = "x"
		s.Calendars["office"].Week["mon"] = "x"
	}
	scribble(&spec)
	got := m.Spec()
	if diff := cmp.Diff(Standard(), got); diff != "" {
		t.Errorf("after writing to the Spec (-want +got):\n%s", diff)
	}
	scribble(&got)
	if diff := cmp.Diff(Standard(), m.Spec()); diff != "" {
		t.Errorf("after writing to Machine.Spec (-want +got):\n%s", diff)
	}
}

func TestIdentityFollowsTheContent(t *testing.T) {
	id := func(change func(*Spec)) string {
		spec := Standard()
		change(&spec)
		m, err := Compile(spec, Bindings[int]{})
		if err != nil {
			t.Fatal(err)
		}
		return m.ID()
	}
	same := id(func(s *Spec) {})
	if got := id(func(s *Spec) { s.Source = Spec{}.Source }); got != same {
		t.Errorf("where it was read from changed the identity: %s, %s", same, got)
	}
	if !strings.HasPrefix(same, "b2b-standard@1+") || len(same) != len("b2b-standard@1+")+8 {
		t.Errorf("got %q, want name@revision+hash8", same)
	}
	if got := id(func(s *Spec) { s.Statuses[2].SLA.Within = "4h" }); got == same {
		t.Errorf("another time limit, the same identity %s", got)
	}
}

func TestStandardSpeaksTwoLanguages(t *testing.T) {
	for _, s := range Standard().Statuses {
		if s.Title.En == "" || s.Title.De == "" || s.Definition.En == "" || s.Definition.De == "" {
			t.Errorf("status %s: title %+v, definition %+v", s.Name, s.Title, s.Definition)
		}
	}
}

func TestDiagramsOfTheStandardLifecycle(t *testing.T) {
	m, err := Compile(Standard(), Bindings[int]{})
	if err != nil {
		t.Fatal(err)
	}
	var mermaid, dot bytes.Buffer
	if err := m.WriteMermaid(&mermaid); err != nil {
		t.Fatal(err)
	}
	if err := m.WriteDOT(&dot); err != nil {
		t.Fatal(err)
	}
	golden(t, "standard.mmd", mermaid.String())
	golden(t, "standard.dot", dot.String())
}

func TestDiagramsEscapeNames(t *testing.T) {
	spec := Spec{
		Name: `a"b\`, Revision: 1, Initial: `x"]; y --> z`,
		Statuses:    []StatusSpec{{Name: `x"]; y --> z`, Category: Open}, {Name: "<b>end</b>", Category: Won}},
		Transitions: []TransitionSpec{{Event: `go: "now" %%`, From: []string{`x"]; y --> z`}, To: "<b>end</b>"}},
	}
	m, err := Compile(spec, Bindings[int]{})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := m.WriteMermaid(&out); err != nil {
		t.Fatal(err)
	}
	if err := m.WriteDOT(&out); err != nil {
		t.Fatal(err)
	}
	golden(t, "escaped.txt", out.String())
}

func FuzzReadSpec(f *testing.F) {
	f.Add(standardYAML)
	for _, glob := range []string{"testdata/good.yaml", "testdata/bad/*.yaml"} {
		files, err := filepath.Glob(glob)
		if err != nil || len(files) == 0 {
			f.Fatal(glob, err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(raw))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		spec, err := ReadSpec(strings.NewReader(text), "fuzz.yaml")
		if err == nil {
			var m *Machine[int]
			if m, err = Compile(spec, Bindings[int]{}); err == nil {
				// What compiles can be drawn, and opens a lead if its holidays let it.
				var out bytes.Buffer
				if err := errors.Join(m.WriteMermaid(&out), m.WriteDOT(&out)); err != nil {
					t.Fatal(err)
				}
				tr, err := m.Next(t.Context(), State{}, Command[int]{ID: "L", At: time.Unix(0, 0)})
				if !errors.Is(err, ErrCalendar) && (err != nil || tr.To != spec.Initial) {
					t.Fatalf("opened into %q, %v", tr.To, err)
				}
				return
			}
		}
		if !errors.Is(err, ErrInvalidSpec) {
			t.Fatalf("got %v, want ErrInvalidSpec", err)
		}
	})
}
