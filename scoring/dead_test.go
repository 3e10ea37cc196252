package scoring

import (
	"testing"

	"pgregory.net/rapid"
)

// What Compile calls never true is so for each lead, and what it calls implied holds.
func TestWhatIsCalledImpossibleNeverHappens(t *testing.T) {
	never, implied := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		leaf := func() Condition {
			c := Condition{Field: "n"}
			v := rapid.SampledFrom([]string{"-1", "0", "1", "2"})
			one, two := v.Draw(t, "one"), v.Draw(t, "two")
			switch rapid.IntRange(0, 9).Draw(t, "op") {
			case 0:
				c.Eq = &one
			case 1:
				c.Ne = &one
			case 2:
				c.In = []string{one, two}
			case 3:
				c.NotIn = []string{one, two}
			case 4:
				c.Lt = &one
			case 5:
				c.Le = &one
			case 6:
				c.Gt = &one
			case 7:
				c.Ge = &one
			case 8:
				c.Between = []string{min(one, two), max(one, two)}
			default:
				c.Exists = new(one < two)
			}
			return c
		}
		a := Condition{All: []Condition{leaf(), leaf()}}
		b := Condition{Any: []Condition{{All: []Condition{leaf()}}, leaf()}}
		on := about{kinds: map[string]kind{"n": {typ: Int, bits: 64}}}
		var fs fields
		fs.kinds = on.kinds
		x, y := fs.compile(&a), fs.compile(&b)
		c := check{looks: newLooks()}
		isNever, implies := c.never(on.kinds["n"], []placed{{"", &a.All[0]}, {"", &a.All[1]}}), c.implies(on, &a, &b)
		happens, breaks := false, false
		vals := make([]value, max(1, len(fs.names)))
		for n := int64(-4); n <= 5; n++ {
			vals[0] = value{state: known, num: n}
			if n == 5 {
				vals[0] = value{}
			}
			holds := x.eval(vals) == yes
			happens = happens || holds
			breaks = breaks || holds && y.eval(vals) != yes
		}
		if isNever == happens {
			t.Fatalf("%+v: never %t, happens %t", a, isNever, happens)
		}
		if implies && breaks {
			t.Fatalf("%+v does not imply %+v", a, b)
		}
		if isNever {
			never++
		} else if implies {
			implied++
		}
	})
	if never == 0 || implied == 0 {
		t.Errorf("%d impossible, %d implied: this shows nothing", never, implied)
	}
}
