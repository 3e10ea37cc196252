package scoring

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

type (
	industry string
	level    uint8
	ratio    float32
)

type address struct {
	City    industry `score:"city"`
	Country *string  `score:"country"`
	Hidden  string
}

type Person struct {
	Title *industry `score:"title"`
	Level level     `score:"level"`
}

type inner struct {
	Deep bool `score:"deep"`
}

type company struct {
	Person
	*inner
	Address address    `score:"hq"`
	Branch  *address   `score:"branch"`
	Margin  ratio      `score:"margin"`
	Founded time.Time  `score:"founded"`
	Revenue *int64     `score:"revenue"`
	Events  []Activity `score:",activities"`
	Notes   []string
}

func TestFieldsAreFoundByTheirTags(t *testing.T) {
	rule := func(name string, points Points, c Condition) RuleSpec {
		return RuleSpec{Name: name, When: &c, Points: points}
	}
	spec := Spec{
		Name: "company", Revision: 1,
		Activities: map[string][]ActivityField{"call": nil},
		Groups: []GroupSpec{{Name: "g", Rules: []RuleSpec{
			rule("title", 1, Condition{Field: "title", Eq: new("CTO")}),
			rule("level", 10, Condition{Field: "level", Ge: new("3")}),
			rule("deep", 100, Condition{Field: "deep", Eq: new("true")}),
			rule("hq", 1000, Condition{Field: "hq.city", Eq: new("Wien")}),
			rule("branch", 10_000, Condition{Field: "branch.country", Eq: new("DE")}),
			rule("margin", 100_000, Condition{Field: "margin", Eq: new("0.1")}),
			rule("founded", 1_000_000, Condition{Field: "founded", Lt: new("2000-01-01")}),
			rule("revenue", 10_000_000, Condition{Field: "revenue", Gt: new("1000000")}),
			{Name: "call", Activity: "call", Count: Each, Points: 100_000_000},
		}}},
		Qualify: QualifySpec{Score: new(Points(0))},
	}
	m, err := Compile(spec, Bindings[company]{})
	if err != nil {
		t.Fatal(err)
	}
	full := company{
		Person: Person{new(industry("CTO")), 3}, inner: &inner{true},
		Address: address{City: "Wien"}, Branch: &address{Country: new("DE")},
		Margin: 0.1, Founded: day(-20000), Revenue: new(int64(2e6)),
		Events: []Activity{did("call", -1), {Type: "unheard_of", At: monday}},
	}
	if got := score(t, m, full, monday); got.Total != 111_111_111 {
		t.Errorf("got %d, want 111111111; %s", got.Total, list(got))
	}
	// What hangs on a nil pointer is missing; the zero time is a time.
	if got := score(t, m, company{}, monday); got.Total != 1_000_000 || len(got.Unknowns) != 4 {
		t.Errorf("got %d, unknown %v; want 1000000 and title, deep, branch.country, revenue", got.Total, got.Unknowns)
	}
	// The Model's memory keeps nothing of the lead before.
	if got := score(t, m, company{Person: Person{Level: 9}}, monday); got.Total != 1_000_010 {
		t.Errorf("got %d, want 1000010; %s", got.Total, list(got))
	}
}

func TestNumbersThatDoNotFitAreUnknown(t *testing.T) {
	type odd struct {
		U uint64  `score:"u"`
		F float64 `score:"f"`
	}
	spec := Spec{
		Name: "odd", Revision: 1,
		Groups: []GroupSpec{{Name: "g", Rules: []RuleSpec{
			{Name: "u", When: &Condition{Field: "u", Ne: new("0")}, Points: 1},
			{Name: "f", When: &Condition{Field: "f", Ne: new("0")}, Points: 2},
		}}},
		Qualify: QualifySpec{Score: new(Points(0))},
	}
	m, err := Compile(spec, Bindings[odd]{})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		odd  odd
		want Points
	}{
		{odd{math.MaxInt64, math.Inf(1)}, 3},
		{odd{math.MaxUint64, math.NaN()}, 0},
		{odd{1 << 63, 0}, 0},
	} {
		if got := score(t, m, tt.odd, monday); got.Total != tt.want {
			t.Errorf("%+v: got %d, want %d", tt.odd, got.Total, tt.want)
		}
	}
}

type self struct {
	Next *self `score:"next"`
}

// A wrong tag is a mistake in the program, and said with the Spec's own.
func TestWrongTagsAreReported(t *testing.T) {
	type twice struct {
		A int `score:"x"`
		B int `score:"x"`
	}
	type lists struct {
		A []Activity `score:",activities"`
		B []Activity `score:",activities"`
		C []string   `score:",activities"`
	}
	type comma struct {
		A []Activity `score:"activities"`
	}
	type strange struct {
		a int            `score:"a"`
		B map[string]int `score:"b"`
		C any            `score:"c"`
		D int            `score:"d,omitempty"`
		E int            `score:""`
		F **int          `score:"f"`
		G complex128     `score:"g"`
	}
	var out strings.Builder
	for _, compile := range []func() error{
		compiles[int], compiles[time.Time], compiles[any], compiles[[]Record], compiles[**lead],
		compiles[twice], compiles[lists], compiles[comma], compiles[strange], compiles[self],
	} {
		err := compile()
		if err == nil {
			t.Fatal("compiled")
		}
		out.WriteString(err.Error() + "\n\n")
	}
	_ = strange{}.a
	golden(t, "tags.txt", out.String())
}

func compiles[T any]() error {
	spec := Spec{
		Name: "x", Revision: 1,
		Activities: map[string][]ActivityField{"call": nil},
		Groups:     []GroupSpec{{Name: "g", Rules: []RuleSpec{{Name: "call", Activity: "call", Count: Once, Points: Point}}}},
		Qualify:    QualifySpec{Score: new(Point)},
	}
	if _, err := Compile(spec, Bindings[T]{}); err != nil {
		return fmt.Errorf("%v: %w", reflect.TypeFor[T](), err)
	}
	return nil
}

func TestAStructMustHaveWhatTheSpecDeclares(t *testing.T) {
	spec := Spec{
		Name: "x", Revision: 1,
		Fields:     map[string]FieldType{"titel": String, "level": String, "deep": Bool},
		Activities: map[string][]ActivityField{"call": nil},
		Groups: []GroupSpec{{Name: "g", Rules: []RuleSpec{
			{Name: "call", Activity: "call", Count: Once, Points: Point},
			{Name: "hidden", When: &Condition{Field: "Hidden", Eq: new("x")}, Points: Point},
		}}},
		Qualify: QualifySpec{Score: new(Point)},
	}
	type small struct {
		Person
		inner
	}
	_, err := Compile(spec, Bindings[small]{})
	golden(t, "struct.txt", fmt.Sprintf("%v\n", err))
}
