package scoring

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func compileFile(path string, b Bindings[Record]) (*Model[Record], error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	spec, err := ReadSpec(bytes.NewReader(raw), filepath.Base(path))
	if err != nil {
		return nil, err
	}
	return Compile(spec, b)
}

func TestEachDefectOfASpecIsLocated(t *testing.T) {
	if _, err := compileFile("testdata/good.yaml", Bindings[Record]{}); err != nil {
		t.Fatalf("the file that the bad ones differ from: %v", err)
	}
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) < 80 {
		t.Fatalf("found %d files, %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		t.Run(name, func(t *testing.T) {
			_, err := compileFile(file, Bindings[Record]{})
			if bad, ok := errors.AsType[*SpecError](err); !ok || !errors.Is(err, ErrInvalidSpec) {
				t.Fatalf("got %v, want a *SpecError", err)
			} else if p := bad.Problems[0]; p.Line == 0 || p.Column == 0 {
				t.Errorf("no place: %+v", p)
			}
			golden(t, filepath.Join("bad", name+".txt"), err.Error()+"\n")
		})
	}
}

func freeMail(_ Record, _ time.Time) (bool, error) { return false, nil }

func TestTheExampleRulesHaveNoFinding(t *testing.T) {
	custom := Bindings[Record]{Custom: Custom[Record]{"free_mail": freeMail}}
	if _, err := compileFile("testdata/mql_criteria.yaml", custom); err != nil {
		t.Fatal(err)
	}
	type contact struct {
		Industry   string     `score:"industry"`
		Employees  *int       `score:"employees"`
		Country    string     `score:"country"`
		Consent    *bool      `score:"consent"`
		Competitor *bool      `score:"competitor"`
		Events     []Activity `score:",activities"`
	}
	raw, err := os.ReadFile("testdata/mql_criteria.yaml")
	if err != nil {
		t.Fatal(err)
	}
	spec, err := ReadSpec(bytes.NewReader(raw), "mql_criteria.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Compile(spec, Bindings[contact]{Custom: Custom[contact]{"free_mail": func(_ contact, _ time.Time) (bool, error) { return false, nil }}}); err != nil {
		t.Error(err)
	}
}

func TestCustomRulesMustMatchTheirNames(t *testing.T) {
	_, err := compileFile("testdata/mql_criteria.yaml", Bindings[Record]{Custom: Custom[Record]{"freemail": freeMail, "empty": nil}})
	golden(t, "bindings.txt", fmt.Sprintf("%v\n", err))
	bad, ok := errors.AsType[*SpecError](err)
	if !ok {
		t.Fatalf("got %v, want a *SpecError", err)
	}
	for _, p := range bad.Problems { // what is wrong in the program stands in no line of the file
		if inFile := strings.HasPrefix(p.Path, "groups"); inFile != (p.File != "") || inFile != (p.Line > 0) || inFile != (p.Column > 0) || inFile != (p.Excerpt != "") {
			t.Errorf("the place of %+v", p)
		}
	}
	_, err = compileFile("testdata/good.yaml", Bindings[Record]{Custom: Custom[Record]{"free_mail": freeMail}})
	if want := `custom rule "free_mail" is given to Compile but used nowhere`; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestAMisspeltCustomRuleIsOneProblem(t *testing.T) {
	spec := Spec{
		Name: "x", Revision: 1,
		Groups:  []GroupSpec{{Name: "g", Rules: []RuleSpec{{Name: "r", Use: "vipp", Points: Point}}}},
		Qualify: QualifySpec{Score: new(Point)},
	}
	_, err := Compile(spec, Bindings[Record]{Custom: Custom[Record]{"vip": freeMail}})
	want := `groups[0].rules[0].use: custom rule "vipp" is used but not given to Compile (did you mean "vip"?)`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestNumbersAreNotComparedAsTexts(t *testing.T) {
	type row struct {
		Size industry `score:"size"`
	}
	spec := func(c Condition) Spec {
		c.Field = "size"
		return Spec{
			Name: "x", Revision: 1, Fields: map[string]FieldType{"size": String},
			Groups:  []GroupSpec{{Name: "g", Rules: []RuleSpec{{Name: "r", When: &c, Points: Point}}}},
			Qualify: QualifySpec{Score: new(Point)},
		}
	}
	for _, c := range []Condition{
		{Lt: new("250")}, {Le: new("-1")}, {Gt: new("0.5")}, {Ge: new("250")}, {Between: []string{"1", "9"}},
	} {
		_, err := Compile(spec(c), Bindings[Record]{})
		if want := `field "size" is a string, among which "9" comes after "30": declare it as size: int`; err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Record: got %v, want %s", err, want)
		}
		_, err = Compile(spec(c), Bindings[row]{})
		if want := `field "size" is a string, among which "9" comes after "30": make it an int in scoring.row`; err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("struct: got %v, want %s", err, want)
		}
	}
	for _, c := range []Condition{{Eq: new("250")}, {In: []string{"1", "9"}}, {Prefix: new("2")}, {Lt: new("2026-03-02")}, {Between: []string{"A", "M"}}} {
		if _, err := Compile(spec(c), Bindings[Record]{}); err != nil {
			t.Error(err)
		}
	}
}

// The struct is there, and the file is what can be changed.
func TestAFileIsComparedWithTheStruct(t *testing.T) {
	type contact struct {
		Employees *int32 `score:"employees"`
	}
	spec, err := ReadSpec(strings.NewReader(`name: x
revision: 1
fields: {employees: string, mail: string, employes: int}
groups: [{name: g, rules: [{name: r, when: {field: employees, exists: true}, points: 1}]}]
qualify: {score: 1}
`), "x.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, err = Compile(spec, Bindings[contact]{})
	bad, ok := errors.AsType[*SpecError](err)
	if !ok {
		t.Fatalf("got %v, want a *SpecError", err)
	}
	var got []string
	for _, p := range bad.Problems {
		got = append(got, fmt.Sprintf("%d:%d %s", p.Line, p.Column, p.Message))
	}
	want := []string{
		`3:21 field "employees" of scoring.contact is an int, the file says string`,
		`3:29 scoring.contact has no field "mail" (there: employees)`,
		`3:43 scoring.contact has no field "employes" (did you mean "employees"?)`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestASpecWrittenInGoIsCheckedWithoutPlaces(t *testing.T) {
	_, err := Compile(Spec{
		Name: "x", Revision: 1,
		Fields: map[string]FieldType{"size": Int},
		Groups: []GroupSpec{{Name: "g", Cap: new(Points(1 << 62)), Rules: []RuleSpec{
			{Name: "r", When: &Condition{Field: "size", Ge: new("big")}, Points: 1 << 60},
			{Name: "a", Activity: "call", Count: Each, Min: new(0), Max: new(1 << 30), Points: Min},
		}}},
		Gates:   []GateSpec{{Name: "g", Use: "f", Action: Suppress, Unknown: UnknownPass}},
		Qualify: QualifySpec{Score: new(Points(1 << 61)), Exit: new(Min)},
	}, Bindings[Record]{Custom: Custom[Record]{"f": freeMail}})
	golden(t, "literal.txt", fmt.Sprintf("%v\n", err))
}

func TestSpecsHaveBounds(t *testing.T) {
	deep := func(n int) *Condition {
		c := &Condition{Field: "s", Eq: new("x")}
		for range n {
			c = &Condition{Not: c}
		}
		return c
	}
	wide := func(n int) *Condition {
		c := &Condition{Any: make([]Condition, n)}
		for i := range c.Any {
			c.Any[i] = Condition{Field: "s", Eq: new("x")}
		}
		return c
	}
	long := func(n int) *Condition {
		c := &Condition{Field: "s"}
		for i := range n {
			c.In = append(c.In, fmt.Sprint(i))
		}
		return c
	}
	self := &Condition{}
	self.Not = self
	bushy := &Condition{All: make([]Condition, 8)}
	for i := range bushy.All {
		bushy.All[i] = Condition{All: bushy.All}
	}
	sound := func() Spec {
		return Spec{
			Name: "x", Revision: 1, Fields: map[string]FieldType{"s": String},
			Groups:  []GroupSpec{{Name: "g", Rules: []RuleSpec{{Name: "r", When: deep(1), Points: Point}}}},
			Qualify: QualifySpec{Score: new(Point)},
		}
	}
	for _, tt := range []struct {
		name   string
		change func(*Spec)
		want   string // empty: it compiles
	}{
		{"as deep as may be", func(s *Spec) { s.Groups[0].Rules[0].When = deep(maxDepth - 1) }, ""},
		{"too deep", func(s *Spec) { s.Groups[0].Rules[0].When = deep(maxDepth) }, "conditions are nested deeper than 32 levels"},
		{"too deep in an activity rule", func(s *Spec) { s.Groups[0].Rules[0].Where = deep(maxDepth) }, "groups[0].rules[0].where"},
		{"too deep in a gate", func(s *Spec) { s.Gates = []GateSpec{{When: deep(maxDepth)}} }, "gates[0].when"},
		{"in itself", func(s *Spec) { s.Groups[0].Rules[0].When = self }, "nested deeper than 32 levels"},
		{"in itself, many times", func(s *Spec) { s.Groups[0].Rules[0].When = bushy }, "nested deeper than 32 levels"},
		{"many conditions", func(s *Spec) { s.Groups[0].Rules[0].When = wide(maxConditions - 1) }, ""},
		{"too many conditions", func(s *Spec) { s.Groups[0].Rules[0].When = wide(maxConditions) }, "there are more than 10000 conditions"},
		{"many values", func(s *Spec) { s.Groups[0].Rules[0].When = long(3000) }, ""},
		{"too many values", func(s *Spec) { s.Groups[0].Rules[0].When = long(maxValues) }, "there are more than 50000 values"},
		{"a megabyte", func(s *Spec) {
			s.Groups[0].Rules[0].When = &Condition{Field: "s", Contains: new(strings.Repeat("x", 1<<20))}
		}, "expected a text of at most 1024 bytes"},
		{"too many groups", func(s *Spec) { s.Groups = make([]GroupSpec, maxGroups+1) }, "there are 101 groups; expected at most 100"},
		{"too many rules", func(s *Spec) {
			s.Groups = []GroupSpec{{Rules: make([]RuleSpec, maxRules)}, {Rules: make([]RuleSpec, 1)}}
		}, "there are 1001 rules; expected at most 1000"},
		{"too many gates", func(s *Spec) { s.Gates = make([]GateSpec, 1<<20) }, "expected at most 100"},
		{"too many grades", func(s *Spec) {
			for range 4 {
				g := GradeSpec{Group: "g", Bands: map[string]Points{"x": Min}}
				for i := range 5 {
					g.Bands[fmt.Sprint(i)] = Points(i)
				}
				s.Grades = append(s.Grades, g)
			}
		}, "there are more than 1000 grades"},
		{"too many fields", func(s *Spec) {
			for i := range maxFields {
				s.Fields[fmt.Sprint(i)] = Int
			}
		}, "there are 2001 fields; expected at most 2000"},
	} {
		spec := sound()
		tt.change(&spec)
		begin := time.Now()
		_, err := Compile(spec, Bindings[Record]{})
		if took := time.Since(begin); took > 10*time.Second {
			t.Errorf("%s: took %v", tt.name, took)
		}
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: got %.300v, want %q", tt.name, err, tt.want)
		}
	}
}

func TestCompileKeepsNothingOfItsSpec(t *testing.T) {
	read := func() Spec {
		raw, err := os.ReadFile("testdata/good.yaml")
		if err != nil {
			t.Fatal(err)
		}
		spec, err := ReadSpec(bytes.NewReader(raw), "good.yaml")
		if err != nil {
			t.Fatal(err)
		}
		return spec
	}
	spec := read()
	m, err := Compile(spec, Bindings[Record]{})
	if err != nil {
		t.Fatal(err)
	}
	scribble := func(s *Spec) {
		s.Fields["industry"] = Int
		s.Activities["visit"][0].Name = "x"
		s.Missing[0] = "x"
		*s.Groups[0].Cap, *s.Groups[0].Floor = 0, 0
		s.Groups[0].Rules[0].When.In[0] = "x"
		*s.Groups[0].Rules[1].When.All[0].Ge = "0"
		*s.Groups[1].Rules[1].Where.Eq = "x"
		*s.Groups[1].Rules[1].Max = 99
		*s.Gates[0].When.Eq = "true"
		s.Grades[0].Bands["A"] = 0
		s.Bands["hot"] = 0
		*s.Qualify.Score, *s.Qualify.Exit = 0, 0
		s.Qualify.Grades[0] = "x"
	}
	scribble(&spec)
	got := m.Spec()
	if diff := cmp.Diff(read(), got); diff != "" {
		t.Errorf("after writing to the Spec (-want +got):\n%s", diff)
	}
	scribble(&got)
	if diff := cmp.Diff(read(), m.Spec()); diff != "" {
		t.Errorf("after writing to Model.Spec (-want +got):\n%s", diff)
	}
}

func TestIdentityFollowsTheContent(t *testing.T) {
	id := func(old, new string) string {
		raw, err := os.ReadFile("testdata/good.yaml")
		if err != nil {
			t.Fatal(err)
		}
		spec, err := ReadSpec(strings.NewReader(strings.Replace(string(raw), old, new, 1)), "good.yaml")
		if err != nil {
			t.Fatal(err)
		}
		m, err := Compile(spec, Bindings[Record]{})
		if err != nil {
			t.Fatal(err)
		}
		return m.ID()
	}
	same := id("", "")
	if !strings.HasPrefix(same, "good@1+") || len(same) != len("good@1+")+8 {
		t.Errorf("got %q, want name@revision+hash8", same)
	}
	for _, change := range [][2]string{
		{"points: 30", "points: 30.000"},
		{"name: good\n", "# a comment\nname: good\n"},
		{"{A: 40, B: 20, C: min}", "{C: min, B: 20, A: 40}"},
		{"{name: fit,", "{name: fit, pick: all,"},
		{"action: suppress", "action: suppress, unknown: hold"},
	} {
		if got := id(change[0], change[1]); got != same {
			t.Errorf("%q for %q: %s, want %s", change[1], change[0], got, same)
		}
	}
	for _, change := range [][2]string{
		{"points: 30", "points: 30.001"},
		{"{name: heat,", "{name: heat, pick: best,"},
		{"exit: 55", "exit: 54"},
		{"action: suppress", "action: suppress, unknown: pass"},
		{"within: 90d", "within: 91d"},
	} {
		if got := id(change[0], change[1]); got == same {
			t.Errorf("%q for %q: the same %s", change[1], change[0], same)
		}
	}
}
