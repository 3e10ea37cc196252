package scoring

import (
	"cmp"
	"slices"
)

// Short is what keeps a lead from qualifying, gates aside. The zero Short is a lead
// that has enough.
type Short struct {
	// Points is what the total lacks; 0 if only the grade is wrong.
	Points Points

	// Grades are those that qualify, if that of the lead does not.
	Grades []string

	// Rules are those of which a single one would do, in the order of the Spec:
	// a condition that came true, or one more activity, now and with an asset
	// not seen before.
	Rules []Closer
}

// Closer is a rule that would make a lead qualify.
type Closer struct {
	Group   string // a name in [Spec.Groups]
	Rule    string // one of its rules
	Points  Points // what the total would gain, after pick, cap and floor
	Unknown bool   // the rule is unknown: ask for the field in [Result.Unknowns]
}

// Short computes what is missing for a lead that was not qualified before, and
// which rules would close the gap.
func (r Result) Short() Short {
	s := r.shortfall()
	if s.Points == 0 && s.Grades == nil {
		return s
	}
	t, now := r.table, instant(r.AsOf)
	lines := make([]line, len(t.rules))
	t.tally(r.marks, now, lines)
	marks := slices.DeleteFunc(slices.Clone(r.marks), func(m mark) bool { return m.rule < 0 })
	slices.SortStableFunc(marks, func(a, b mark) int { return cmp.Compare(a.rule, b.rule) })
	for i := range t.rules {
		n := 0
		for n < len(marks) && marks[n].rule == int32(i) {
			n++
		}
		own := marks[:n]
		marks = marks[n:]
		before, rl := lines[i], &t.rules[i]
		if before.applies && !rl.counts {
			continue
		}
		lines[i] = line{}
		for _, m := range t.oneMore(own, i, now) {
			lines[i].add(rl, &m, now)
		}
		lines[i].finish(rl)
		if after := t.settle(lines); t.enough(after, false) {
			s.Rules = append(s.Rules, Closer{
				Group: rl.group, Rule: rl.name, Points: after.total - r.Total,
				Unknown: slices.ContainsFunc(r.Unknowns, func(u Unknown) bool { return u.Group == rl.group && u.Rule == rl.name }),
			})
		}
		lines[i] = before
	}
	return s
}

// shortfall is Short without the rules, which take longer to find out.
func (r Result) shortfall() Short {
	t := r.table
	if t == nil {
		return Short{}
	}
	var s Short
	if r.Total < t.enter {
		s.Points = t.enter - r.Total
	}
	if t.allowed != nil && !t.allowed[r.grade] {
		s.Grades = slices.Clone(t.spec.Qualify.Grades)
	}
	return s
}

// oneMore returns the marks of a rule that found something more, now. It is the
// latest, so it counts; an older one may have to make room.
func (t *table) oneMore(own []mark, rule int, now int64) []mark {
	r := &t.rules[rule]
	one := mark{at: now, rule: int32(rule), n: 1}
	if !r.separate() {
		one.at = 1
	}
	out := append(slices.Clone(own), one)
	most := r.max
	if r.once {
		most = 1
	}
	if most == 0 {
		return out
	}
	var same []*mark // those that share the limit, the new one included
	n := int32(0)
	for i := range out {
		m := &out[i]
		if r.per == 0 || floorDiv(m.at, r.per) == floorDiv(now, r.per) {
			same = append(same, m)
			n += m.n
		}
	}
	slices.SortStableFunc(same, func(a, b *mark) int { return cmp.Compare(a.at, b.at) })
	for _, m := range same {
		drop := min(m.n, max(0, n-most))
		m.n -= drop
		n -= drop
	}
	return out
}
