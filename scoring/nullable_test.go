package scoring

import (
	"database/sql"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Those of a driver: as pgtype has them.
type (
	pgInt8 struct {
		Int64 int64
		Valid bool
	}
	pgTimestamptz struct {
		Time             time.Time
		InfinityModifier int8
		Valid            bool
	}
)

type account struct {
	Str   sql.NullString     `score:"str"`
	Int   sql.NullInt64      `score:"int"`
	Short sql.NullInt16      `score:"short"`
	Byte  sql.NullByte       `score:"byte"`
	Float sql.NullFloat64    `score:"float"`
	Bool  sql.NullBool       `score:"bool"`
	Time  sql.NullTime       `score:"time"`
	Any   sql.Null[ratio]    `score:"any"`
	Own   pgInt8             `score:"own"`
	Far   *sql.NullInt64     `score:"far"`
	Owner *accountOwner      `score:"owner"`
	Plain struct{ X, Y int } // untagged, and not looked at
}

// accountOwner has the shape of a nullable value, and tags of its own.
type accountOwner struct {
	Age   sql.Null[int] `score:"age"`
	Valid bool          `score:"valid"`
}

func accountModel(t *testing.T) *Model[account] {
	t.Helper()
	rule := func(field string, points Points, c Condition) RuleSpec {
		c.Field = field
		return RuleSpec{Name: field, When: &c, Points: points}
	}
	m, err := Compile(Spec{
		Name: "account", Revision: 1, Missing: []string{"unknown"},
		Fields: map[string]FieldType{"str": String, "int": Int, "float": Float, "bool": Bool, "time": Time, "own": Int, "owner.age": Int},
		Groups: []GroupSpec{{Name: "g", Rules: []RuleSpec{
			rule("str", 1, Condition{Eq: new("x")}),
			rule("int", 2, Condition{Ge: new("0")}),
			rule("short", 4, Condition{Ge: new("0")}),
			rule("byte", 8, Condition{Ge: new("0")}),
			rule("float", 16, Condition{Ge: new("0")}),
			rule("bool", 32, Condition{Eq: new("false")}),
			rule("time", 64, Condition{Ge: new("2026-03-02")}),
			rule("any", 128, Condition{Eq: new("0.1")}),
			rule("own", 256, Condition{Ge: new("0")}),
			rule("far", 512, Condition{Ge: new("0")}),
			rule("owner.age", 1024, Condition{Ge: new("0")}),
			rule("owner.valid", 2048, Condition{Eq: new("false")}),
		}}},
		Qualify: QualifySpec{Score: new(Points(0))},
	}, Bindings[account]{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func fullAccount() account {
	return account{
		Str: sql.NullString{String: "x", Valid: true}, Int: sql.NullInt64{Valid: true}, Short: sql.NullInt16{Valid: true},
		Byte: sql.NullByte{Valid: true}, Float: sql.NullFloat64{Valid: true}, Bool: sql.NullBool{Valid: true},
		Time: sql.NullTime{Time: monday, Valid: true}, Any: sql.Null[ratio]{V: 0.1, Valid: true}, Own: pgInt8{Valid: true},
		Far: &sql.NullInt64{Valid: true}, Owner: &accountOwner{Age: sql.Null[int]{Valid: true}},
	}
}

func TestANullableValueIsItsValueIfValid(t *testing.T) {
	m := accountModel(t)
	// A zero that is valid is a value.
	if got := score(t, m, fullAccount(), monday); got.Total != 4095 || len(got.Unknowns) != 0 {
		t.Errorf("got %d, unknown %v; want 4095", got.Total, got.Unknowns)
	}
	// What is in a value that is not valid says nothing, and neither does the lead before.
	null := fullAccount()
	null.Str.Valid, null.Int.Valid, null.Short.Valid, null.Byte.Valid, null.Float.Valid = false, false, false, false, false
	null.Bool.Valid, null.Time.Valid, null.Any.Valid, null.Own.Valid, null.Far.Valid, null.Owner.Age.Valid = false, false, false, false, false, false
	for name, tt := range map[string]struct {
		account account
		want    Points
		fields  string
	}{
		"not valid": {null, 2048, "str int short byte float bool time any own far owner.age"},
		"empty":     {account{}, 0, "str int short byte float bool time any own far owner.age owner.valid"},
		"a token": {
			func() account { a := fullAccount(); a.Str.String = "unknown"; return a }(), 4094, "str",
		},
	} {
		got := score(t, m, tt.account, monday)
		var fields []string
		for _, u := range got.Unknowns {
			if u.Reason != ReasonMissing {
				t.Errorf("%s: %s is %s", name, u.Field, u.Reason)
			}
			fields = append(fields, u.Field)
		}
		if diff := cmp.Diff(strings.Fields(tt.fields), fields); got.Total != tt.want || diff != "" {
			t.Errorf("%s: got %d, want %d; unknown (-want +got):\n%s", name, got.Total, tt.want, diff)
		}
	}
}

func TestNullableValuesAreReadWithoutAllocation(t *testing.T) {
	if testing.CoverMode() != "" || raceEnabled {
		t.Skip("the race detector and coverage allocate too")
	}
	m, a := accountModel(t), fullAccount()
	var r Result
	if n := testing.AllocsPerRun(200, func() {
		if err := m.ScoreInto(&r, a, monday); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations, want 0", n)
	}
}

// A field that is tagged is one of the lead, or the tag is a mistake.
func TestATaggedStructWithoutTagsIsReported(t *testing.T) {
	type bad struct {
		A pgTimestamptz           `score:"a"`
		B sql.Null[sql.NullInt64] `score:"b"`
		C *struct{}               `score:"c"`
		D sql.Null[*int]          `score:"d"`
		E struct {
			sql.NullInt64
		} `score:"e"`
		F struct {
			V     int
			Valid int
		} `score:"f"`
		G struct {
			Valid bool
			V     int
		} `score:"g"`
		H struct {
			v     int
			Valid bool
		} `score:"h"`
		I strings.Builder `score:"i"`
	}
	spec, err := ReadSpec(strings.NewReader(`name: x
revision: 1
fields: {a: time, b: int, i: string}
groups: [{name: g, rules: [{name: a, when: {field: a, ge: 2026-03-02}, points: 1}, {name: c, when: {field: c, eq: x}, points: 1}]}]
qualify: {score: 1}
`), "x.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, err = Compile(spec, Bindings[bad]{})
	if err == nil {
		t.Fatal("compiled")
	}
	golden(t, "tagged_structs.txt", err.Error()+"\n")
	_ = bad{}.H.v
}
