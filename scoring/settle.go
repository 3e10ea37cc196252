package scoring

import "math/bits"

// line is what a rule comes to at one time.
type line struct {
	n, found int32
	weight   weight
	applies  bool
	gives    bool   // and is picked
	points   Points // 0 unless it applies
}

// tally computes all lines at a time not before the marks.
func (t *table) tally(marks []mark, now int64, lines []line) {
	clear(lines)
	for i := range marks {
		m := &marks[i]
		if m.rule < 0 {
			first := int(^m.rule) * 64
			for apply := uint64(m.at); apply != 0; apply &= apply - 1 {
				l := &lines[first+bits.TrailingZeros64(apply)]
				l.n, l.found = 1, 1
			}
			continue
		}
		lines[m.rule].add(&t.rules[m.rule], m, now)
	}
	for i := range lines {
		lines[i].finish(&t.rules[i])
	}
}

// add counts a mark of the line's rule, unless it is out of the window.
func (l *line) add(r *rule, m *mark, now int64) {
	if r.within > 0 && m.at <= now-r.within {
		return
	}
	l.n += m.n
	if r.separate() {
		l.found++
	} else {
		l.found += int32(m.at)
	}
	if r.halfLife.seconds > 0 && m.n > 0 {
		l.weight.add(r.halfLife.decay(uint64(now-m.at) / second))
	}
}

// finish gives the line its points, once all marks are in.
func (l *line) finish(r *rule) {
	if l.n == 0 || l.found < r.min {
		return
	}
	l.applies = true
	if r.halfLife.seconds > 0 {
		l.points = l.weight.of(r.points)
	} else {
		l.points = r.points * Points(l.n)
	}
}

// settled is what lines come to.
type settled struct {
	total Points
	grade int // index of the combination of bands
}

// settle picks, bounds and adds up.
func (t *table) settle(lines []line) settled {
	var s settled
	for i := range t.groups {
		s.total += t.groups[i].settle(lines)
	}
	for i := range t.grades {
		g := &t.grades[i]
		s.grade = s.grade*len(g.bands) + bandOf(g.bands, t.groups[g.group].settle(lines))
	}
	return s
}

// settle picks lines of the group and returns its bounded sum.
func (g *group) settle(lines []line) Points {
	lines = lines[g.from:g.to]
	if g.pick == PickFirst || g.pick == PickBest {
		if i := g.picked(lines); i >= 0 {
			lines[i].gives = true
			return g.bound(lines[i].points)
		}
		return g.bound(0)
	}
	var sum Points
	for i := range lines {
		lines[i].gives = lines[i].applies
		sum += lines[i].points
	}
	return g.bound(sum)
}

// picked is the one line of the group that gives points, or -1.
func (g *group) picked(lines []line) int {
	best := -1
	for i := range lines {
		switch {
		case !lines[i].applies:
		case g.pick == PickFirst:
			return i
		case best < 0 || lines[i].points > lines[best].points:
			best = i
		}
	}
	return best
}

// bound applies floor and cap. A floor holds for a group without any line too.
func (g *group) bound(p Points) Points {
	if g.floor != nil {
		p = max(p, *g.floor)
	}
	if g.cap != nil {
		p = min(p, *g.cap)
	}
	return p
}

// bandOf returns the index of the band that points lie in. The lowest begins at
// Min.
func bandOf(bands []band, p Points) int {
	i := len(bands) - 1
	for bands[i].bound > p {
		i--
	}
	return i
}

// enough reports whether what lines come to makes an MQL, gates aside.
func (t *table) enough(s settled, was bool) bool {
	return s.total >= t.threshold(was) && (t.allowed == nil || t.allowed[s.grade])
}

func (t *table) threshold(was bool) Points {
	if was {
		return t.exit
	}
	return t.enter
}
