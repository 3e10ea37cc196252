package scoring

import "time"

// NextChange returns the first whole second after AsOf at which [Result.Qualified]
// gives another answer than now, if nothing happens: activities leave their
// window, and half-lives take their part. was says whether the lead counts as
// qualified up to now; if it qualifies now, the threshold that it can fall below
// is [QualifySpec.Exit]. The zero time means never.
//
// It is exact to the second. Only where points and minus points that both fade hold
// the balance for long, near the threshold for what they weigh, is it earlier: then
// nothing changes before it, and one asks again.
//
// It costs some dozens of scores of the activities that count.
func (r Result) NextChange(was bool) time.Time {
	t, _ := r.nextChange(was)
	return t
}

// nextChange is NextChange, and whether there is a change then.
func (r *Result) nextChange(was bool) (at time.Time, sure bool) {
	t := r.table
	if t == nil || len(r.Gates) > 0 {
		return time.Time{}, true // what holds a gate does not change with time
	}
	s := search{table: t, marks: r.marks, is: r.Qualified(was)}
	s.left = min(max(mostWork/(len(r.marks)+len(t.rules)), fewLooks), mostLooks)
	from, to := floorDiv(instant(r.AsOf), second)+1, t.standstill(r.marks)
	if to < from {
		return time.Time{}, true
	}
	if at, ok := s.first(from, to); ok {
		return time.Unix(at, 0).UTC(), !s.gaveUp
	}
	return time.Time{}, true
}

// standstill is a second after which no line changes any more.
func (t *table) standstill(marks []mark) int64 {
	const gone = 64 // half-lives after which decay is zero
	last := int64(-1 << 62)
	for i := range marks {
		if marks[i].rule < 0 {
			continue
		}
		r := &t.rules[marks[i].rule]
		if !r.fades() {
			continue
		}
		// Within its window a line applies, and may be the one that is picked, even if
		// nothing is left of its points.
		end := marks[i].at + r.within
		if r.within == 0 {
			end = marks[i].at + gone*int64(r.halfLife.seconds)*second
		}
		last = max(last, -floorDiv(-end, second))
	}
	return last
}

// search finds the first second at which a lead is no longer what it is.
//
// The total need not fall: minus points that fade make it rise, and with both it
// goes up and down. But each line by itself only ever shrinks towards zero. So the
// lines at both ends of a stretch of time bound everything within it, and a
// stretch that cannot hold a change is left out as a whole.
type search struct {
	*table
	marks []mark
	is    bool
	left  int // looks that may still be taken

	gaveUp bool // there were none left

	spare [][]line
	subs  []extent // of the groups
}

// A total that only falls, or only rises, takes about forty looks. The others get
// as many as fit into the time for some millions of activities.
const (
	fewLooks  = 64
	mostLooks = 4096
	mostWork  = 1 << 24
)

func (s *search) look(at int64, lines []line) (changed bool) {
	s.left--
	s.tally(s.marks, at*second, lines)
	return s.enough(s.settle(lines), s.is) != s.is
}

func (s *search) first(from, to int64) (int64, bool) {
	a, b := make([]line, len(s.rules)), make([]line, len(s.rules))
	if s.look(from, a) {
		return from, true
	}
	changed := s.look(to, b)
	return s.between(from, to, a, b, changed, 0)
}

// between looks for the first change in (from, to]; a and b are the lines at its
// ends, and changed says what is at to.
func (s *search) between(from, to int64, a, b []line, changed bool, depth int) (int64, bool) {
	switch {
	case to-from <= 1:
		return to, changed && to > from
	case !changed && !s.possible(a, b):
		return 0, false
	case s.left <= 0:
		s.gaveUp = true
		return from + 1, true
	}
	if depth == len(s.spare) {
		s.spare = append(s.spare, make([]line, len(s.rules)))
	}
	mid, m := from+(to-from)/2, s.spare[depth]
	changedAtMid := s.look(mid, m)
	if at, ok := s.between(from, mid, a, m, changedAtMid, depth+1); ok {
		return at, true
	}
	return s.between(mid, to, m, b, changed, depth+1)
}

// possible reports whether somewhere between two times the lead may be something
// else than it is.
func (s *search) possible(a, b []line) bool {
	var total extent
	s.subs = s.subs[:0]
	for i := range s.groups {
		sub := s.groups[i].extent(a, b)
		total.lo += sub.lo
		total.hi += sub.hi
		s.subs = append(s.subs, sub)
	}
	allowed, denied := true, false
	if s.allowed != nil {
		allowed, denied = s.gradesBetween()
	}
	threshold := s.threshold(s.is)
	if s.is {
		return total.lo < threshold || denied
	}
	return total.hi >= threshold && allowed
}

// extent is a range of points, both ends in.
type extent struct{ lo, hi Points }

func (r extent) with(ps ...Points) extent {
	for _, p := range ps {
		r.lo, r.hi = min(r.lo, p), max(r.hi, p)
	}
	return r
}

// extent bounds what a group comes to between two times.
func (g *group) extent(a, b []line) extent {
	a, b = a[g.from:g.to], b[g.from:g.to]
	var r extent
	switch g.pick {
	case PickFirst:
		r = g.extentFirst(a, b)
	case PickBest:
		r = g.extentBest(a, b)
	default:
		for i := range a {
			r.lo += min(a[i].points, b[i].points)
			r.hi += max(a[i].points, b[i].points)
		}
	}
	return extent{g.bound(r.lo), g.bound(r.hi)}
}

// extentFirst: rules only ever cease to apply, so what is picked moves down the
// list.
func (g *group) extentFirst(a, b []line) extent {
	from, to := g.picked(a), g.picked(b)
	if from < 0 {
		return extent{}
	}
	r := extent{a[from].points, a[from].points}
	if to < 0 {
		r, to = r.with(0), len(a)-1
	}
	for i := from; i <= to; i++ {
		if a[i].applies {
			r = r.with(a[i].points, b[i].points)
		}
	}
	return r
}

// extentBest: the best is no less than the least of any rule that applies all the
// time, and no more than the most of any.
func (g *group) extentBest(a, b []line) extent {
	from, to := g.picked(a), g.picked(b)
	if from < 0 {
		return extent{}
	}
	r := extent{a[from].points, a[from].points}
	least := r.lo
	for i := range a {
		if !a[i].applies {
			continue
		}
		low := min(a[i].points, b[i].points)
		r.hi = max(r.hi, a[i].points, b[i].points)
		least = min(least, low)
	}
	if to < 0 {
		return extent{min(least, 0), max(r.hi, 0)}
	}
	r.lo = least
	for i := range b {
		if b[i].applies {
			r.lo = max(r.lo, min(a[i].points, b[i].points))
		}
	}
	return r
}

// gradesBetween reports whether groups within s.subs can have a grade that
// qualifies, and one that does not.
func (s *search) gradesBetween() (allowed, denied bool) {
	var visit func(axis, index int)
	visit = func(axis, index int) {
		if axis == len(s.grades) {
			allowed = allowed || s.allowed[index]
			denied = denied || !s.allowed[index]
			return
		}
		g := &s.grades[axis]
		for b := bandOf(g.bands, s.subs[g.group].lo); b <= bandOf(g.bands, s.subs[g.group].hi); b++ {
			visit(axis+1, index*len(g.bands)+b)
		}
	}
	visit(0, 0)
	return allowed, denied
}
