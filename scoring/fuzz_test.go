package scoring

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// What can be read and compiled scores any lead, and says the same of it twice.
func FuzzScore(f *testing.F) {
	for _, glob := range []string{"testdata/*.yaml", "testdata/bad/*.yaml"} {
		files, err := filepath.Glob(glob)
		if err != nil || len(files) == 0 {
			f.Fatal(glob, err)
		}
		for i, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(raw), uint64(i))
		}
	}
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		spec, err := ReadSpec(strings.NewReader(text), "fuzz.yaml")
		if err == nil {
			var m *Model[Record]
			if m, err = Compile(spec, Bindings[Record]{Custom: customOf(&spec)}); err == nil {
				fuzzOne(t, m, seed)
				return
			}
		}
		if !errors.Is(err, ErrInvalidSpec) {
			t.Fatalf("got %v, want ErrInvalidSpec", err)
		}
	})
}

// customOf gives a model the custom rules that it uses.
func customOf(spec *Spec) Custom[Record] {
	custom := Custom[Record]{}
	use := func(name string) {
		if name != "" {
			custom[name] = func(r Record, _ time.Time) (bool, error) { return len(r.Activities)%2 == 0, nil }
		}
	}
	for _, g := range spec.Groups {
		for _, r := range g.Rules {
			use(r.Use)
		}
	}
	for _, g := range spec.Gates {
		use(g.Use)
	}
	return custom
}

func fuzzOne(t *testing.T, m *Model[Record], seed uint64) {
	spec := m.Spec()
	rnd := rand.New(rand.NewPCG(seed, 1))
	texts := []string{"", "Select", "machinery", "true", "false", "-1", "250", "0.5", "2026-03-02", "pricing", "\xff"}
	random := func() string { return texts[rnd.IntN(len(texts))] }
	rec := Record{Fields: map[string]string{}}
	for name := range spec.Fields {
		rec.Fields[name] = random()
	}
	for name, fields := range spec.Activities {
		for range rnd.IntN(5) {
			a := Activity{Type: name, Asset: random(), At: monday.Add(-time.Duration(rnd.Int64N(int64(100 * 24 * time.Hour)))), Fields: map[string]string{}}
			for _, f := range fields {
				a.Fields[f.Name] = random()
			}
			rec.Activities = append(rec.Activities, a)
		}
	}
	r := score(t, m, rec, monday)
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(rec.Activities)
	again, err := json.Marshal(score(t, m, rec, monday))
	if err != nil || !bytes.Equal(raw, again) {
		t.Fatalf("%s, then %s, %v", raw, again, err)
	}
	var back Result
	if err := json.Unmarshal(raw, &back); err != nil || back.Total != r.Total {
		t.Fatalf("%s read back: %v, %v", raw, back.Total, err)
	}
	if err := r.Explain(English).WriteText(&bytes.Buffer{}); err != nil {
		t.Fatal(err)
	}
	if enough := len(r.Gates) == 0 && r.Short().Points == 0 && len(r.Short().Grades) == 0; enough != r.Qualified(false) {
		t.Fatalf("qualified %t, short %+v", r.Qualified(false), r.Short())
	}
	for _, was := range []bool{false, true} {
		if next := r.NextChange(was); !next.IsZero() && !next.After(monday) {
			t.Fatalf("the next change is at %v", next)
		}
	}
}

func FuzzPoints(f *testing.F) {
	for _, s := range []string{"26.25", "-0.5", "min", "1e3", "1000000.001", "٣", "-", "0.0000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var p, q Points
		if p.UnmarshalText([]byte(text)) != nil {
			return
		}
		if err := q.UnmarshalText([]byte(p.String())); err != nil || p != q {
			t.Fatalf("%q is %d, written %q, which is %d, %v", text, p, p, q, err)
		}
	})
}

// An agreement that can be read is sound, and reads the same when it is written again.
func FuzzReadAgreement(f *testing.F) {
	good := `{"criteria":"mql@3+` + strings.Repeat("0a", 32) + `","from":"2026-03-02T09:00:00Z","signatures":[` +
		`{"name":"Mia","side":"marketing","at":"2026-03-01T09:00:00Z"},{"name":"Sam","side":"sales","at":"2026-03-01T09:00:00+01:00"}]}`
	f.Add(good)
	f.Add(strings.Replace(good, "sales", "marketing", 1))
	f.Add("criteria: x\nfrom: 2026-03-02\nsignatures: []\n")
	f.Add(`{"signatures":[{}]}{}`)
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ReadAgreement(strings.NewReader(text), "fuzz")
		if err != nil {
			if !errors.Is(err, ErrInvalidAgreement) {
				t.Fatal(err)
			}
			return
		}
		if err := a.Validate(); err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		b, err := ReadAgreement(bytes.NewReader(raw), "again")
		if err != nil || b.Criteria != a.Criteria || !b.From.Equal(a.From) || len(b.Signatures) != 2 {
			t.Fatalf("%s was read as %+v, %v", raw, b, err)
		}
	})
}
