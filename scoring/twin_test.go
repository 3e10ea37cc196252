package scoring

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// twin scores a Record the slow way: rule by rule, and 2^(−x) in big floats.
func twin(spec *Spec, rec Record, asOf time.Time) (total Points) {
	for _, g := range spec.Groups {
		type applies struct{ points Points }
		var all []applies
		for _, r := range g.Rules {
			if r.When != nil {
				if is := kleene(r.When, rec.Fields, spec); is != nil && *is {
					all = append(all, applies{r.Points})
				}
			} else if points, ok := twinActivities(spec, &g, &r, rec.Activities, asOf); ok {
				all = append(all, applies{points})
			}
		}
		var sum Points
		switch {
		case len(all) == 0:
		case g.Pick == PickFirst:
			sum = all[0].points
		case g.Pick == PickBest:
			sum = slices.MaxFunc(all, func(a, b applies) int { return cmp.Compare(a.points, b.points) }).points
		default:
			for _, a := range all {
				sum += a.points
			}
		}
		if g.Floor != nil {
			sum = max(sum, *g.Floor)
		}
		if g.Cap != nil {
			sum = min(sum, *g.Cap)
		}
		total += sum
	}
	return total
}

func twinActivities(spec *Spec, g *GroupSpec, r *RuleSpec, activities []Activity, asOf time.Time) (Points, bool) {
	length := func(s Span) time.Duration { d, _ := time.ParseDuration(string(s)); return d }
	var found []Activity
	for _, a := range activities {
		fields := map[string]string{}
		maps.Copy(fields, a.Fields)
		if a.Asset != "" {
			fields["asset"] = a.Asset
		}
		is := new(true)
		if r.Where != nil {
			is = kleene(r.Where, fields, spec)
		}
		if a.Type == r.Activity && !a.At.After(asOf) && is != nil && *is && (r.Within == "" || a.At.After(asOf.Add(-length(r.Within)))) {
			found = append(found, a)
		}
	}
	slices.SortStableFunc(found, func(a, b Activity) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID)) })
	if r.Count == PerAsset {
		seen := map[string]bool{}
		found = slices.DeleteFunc(found, func(a Activity) bool { old := seen[a.Asset]; seen[a.Asset] = true; return old })
	}
	if len(found) == 0 || r.Min != nil && len(found) < *r.Min {
		return 0, false
	}
	if r.Count == Once {
		found = found[:1]
	}
	if r.Max != nil {
		inWindow := map[int64]int{}
		found = slices.DeleteFunc(found, func(a Activity) bool {
			var w int64
			if r.Per != "" {
				w = a.At.UnixMilli() / length(r.Per).Milliseconds()
			}
			inWindow[w]++
			return inWindow[w] > *r.Max
		})
	}
	halfLife := length(cmp.Or(r.HalfLife, g.HalfLife))
	if halfLife == 0 {
		return r.Points * Points(len(found)), true
	}
	sum := new(big.Float).SetPrec(320)
	for _, a := range found {
		sum.Add(sum, exp2(int64(asOf.Sub(a.At)/time.Second), int64(halfLife/time.Second)))
	}
	exact, _ := sum.Mul(sum, new(big.Float).SetInt64(int64(r.Points))).Rat(nil)
	return halfEven(exact), true
}

// kleene decides a condition; nil is unknown.
func kleene(c *Condition, fields map[string]string, spec *Spec) *bool {
	not := func(p *bool) *bool {
		if p == nil {
			return nil
		}
		return new(!*p)
	}
	either := func(cs []Condition, flip bool) *bool {
		out := new(false)
		for i := range cs {
			is := kleene(&cs[i], fields, spec)
			if flip {
				is = not(is)
			}
			if is == nil {
				out = nil
			} else if *is {
				return is
			}
		}
		return out
	}
	switch {
	case c.All != nil:
		return not(either(c.All, true))
	case c.Any != nil:
		return either(c.Any, false)
	case c.Not != nil:
		return not(kleene(c.Not, fields, spec))
	}
	text, ok := fields[c.Field]
	there := ok && !slices.Contains(spec.Missing, text)
	switch {
	case c.Exists != nil:
		return new(there == *c.Exists)
	case !there:
		return nil
	case c.Ge != nil:
		n, err := strconv.Atoi(text)
		if err != nil {
			return nil
		}
		least, _ := strconv.Atoi(*c.Ge)
		return new(n >= least)
	case c.Eq != nil:
		return new(text == *c.Eq)
	}
	return new(slices.Contains(c.In, text))
}

func TestScoresAgreeWithTheTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spec := randomSpec(t)
		m, err := Compile(spec, Bindings[Record]{})
		if err != nil {
			t.Fatal(err)
		}
		rec := randomRecord(t, monday)
		r, err := m.Score(rec, monday)
		if err != nil {
			t.Fatal(err)
		}
		if want := twin(&spec, rec, monday); r.Total != want {
			t.Fatalf("got %v, want %v: %s", r.Total, want, list(r))
		}
		var sum Points
		for _, l := range r.Lines() {
			sum += l.Points
		}
		if sum != r.Total {
			t.Fatalf("the lines sum to %v, the total is %v: %s", sum, r.Total, list(r))
		}
	})
}

// Permuting activities, fields of a group in which all rules count, and groups
// changes no total; and a Result is the same bytes whenever it is made.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spec := randomSpec(t)
		rec := randomRecord(t, monday)
		seed := rapid.Uint64().Draw(t, "seed")
		score := func(spec Spec, rec Record) (Result, string) {
			m, err := Compile(spec, Bindings[Record]{})
			if err != nil {
				t.Fatal(err)
			}
			r, err := m.Score(rec, monday)
			if err != nil {
				t.Fatal(err)
			}
			raw, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			return r, string(raw)
		}
		want, wantRaw := score(spec, rec)

		rnd := rand.New(rand.NewPCG(seed, 0))
		shuffled := Record{Fields: rec.Fields, Activities: slices.Clone(rec.Activities)}
		rnd.Shuffle(len(shuffled.Activities), func(i, j int) {
			shuffled.Activities[i], shuffled.Activities[j] = shuffled.Activities[j], shuffled.Activities[i]
		})
		if _, got := score(spec, shuffled); got != wantRaw {
			t.Fatalf("other order of activities:\n%s\n%s", got, wantRaw)
		}
		other := spec.clone()
		for i := range other.Groups {
			if rules := other.Groups[i].Rules; other.Groups[i].Pick == PickAll || other.Groups[i].Pick == "" {
				rnd.Shuffle(len(rules), func(i, j int) { rules[i], rules[j] = rules[j], rules[i] })
			}
		}
		rnd.Shuffle(len(other.Groups), func(i, j int) { other.Groups[i], other.Groups[j] = other.Groups[j], other.Groups[i] })
		if got, _ := score(other, rec); got.Total != want.Total {
			t.Fatalf("other order of rules: %v, want %v", got.Total, want.Total)
		}
	})
}

// A Spec written in Go can be stored as JSON, which is its canonical form.
func TestASpecKeepsItsIdentityAsJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spec := randomSpec(t)
		spec.Bands = map[string]Points{"warm": 0, "cold": Min}
		raw, err := json.Marshal(spec)
		if err != nil {
			t.Fatal(err)
		}
		back, err := ReadSpec(bytes.NewReader(raw), "spec.json")
		if err != nil {
			t.Fatalf("%s: %v", raw, err)
		}
		var plain Spec
		if err := json.Unmarshal(raw, &plain); err != nil {
			t.Fatalf("%s: %v", raw, err)
		}
		want, _, errA := spec.identity(nil)
		got, _, errB := back.identity(nil)
		again, _, errC := plain.identity(nil)
		if got != want || again != want || errA != nil || errB != nil || errC != nil {
			t.Fatalf("%s, read as %s and %s", want, got, again)
		}
	})
}

// Score does not depend on what its Model scored before.
func TestAModelRemembersNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spec := randomSpec(t)
		used, err := Compile(spec, Bindings[Record]{})
		if err != nil {
			t.Fatal(err)
		}
		for range 4 {
			rec := randomRecord(t, monday)
			fresh, err := Compile(spec, Bindings[Record]{})
			if err != nil {
				t.Fatal(err)
			}
			a, errA := used.Score(rec, monday)
			b, errB := fresh.Score(rec, monday)
			rawA, _ := json.Marshal(a)
			rawB, _ := json.Marshal(b)
			if errA != nil || errB != nil || string(rawA) != string(rawB) {
				t.Fatalf("used %s, %v; fresh %s, %v", rawA, errA, rawB, errB)
			}
		}
	})
}
