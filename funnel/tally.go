package funnel

// stageTally counts the stages of a funnel over many leads.
type stageTally struct {
	leads  int64
	stages []oneStage
	seen   []bool // room for one lead
}

type oneStage struct {
	entered, reached, skipped, joined int64
	steps                             stretches
}

func newStageTally(stages int) *stageTally {
	return &stageTally{stages: make([]oneStage, stages), seen: make([]bool, stages)}
}

// add counts one lead. Visits count if they begin in w; on the cohort basis, where
// it is the lead that must lie in the window, w is open.
func (t *stageTally) add(j *journey, w span, asOf int64) {
	t.leads++
	counts := func(row int) bool { return row != none && w.contains(j.rows[row].At) }
	clear(t.seen)
	if j.matched {
		for k := range t.seen {
			t.seen[k] = counts(j.reach[k])
		}
	} else {
		for i := range j.visits {
			if v := &j.visits[i]; v.stage != none && w.contains(v.start) {
				t.seen[v.stage] = true
			}
		}
	}
	for k := range t.stages {
		s := &t.stages[k]
		if t.seen[k] {
			s.entered++
		}
		if counts(j.reach[k]) {
			s.reached++
			if j.first[k] == none {
				s.skipped++
			}
		}
		if step, ok := j.step(k, asOf); ok && k+1 < len(t.stages) {
			s.steps.add(step, w)
		}
	}
	if counts(j.entry) {
		t.stages[j.joined].joined++
	}
}

// statusTally counts visits and time by status.
type statusTally struct {
	statuses []oneStatus
	one      []leadStatus // room for one lead
	touched  []int32
}

type oneStatus struct {
	visits, leads          int64
	againLeads, againTimes int64

	// Most leads are in a status once. That visit is each of their visits, all
	// of them and the last one, and is kept once.
	once                     stretches
	each, cumulative, latest stretches // of the other leads
}

// leadStatus is what one lead did in one status.
type leadStatus struct {
	visits  int64 // in all
	counted int64 // that count
	again   int64 // that count and are not the first
	total   stretch
	untimed bool
	last    int
}

func newStatusTally(statuses int) *statusTally {
	return &statusTally{statuses: make([]oneStatus, statuses), one: make([]leadStatus, statuses)}
}

// add counts one lead, see [stageTally.add].
func (t *statusTally) add(j *journey, w span) {
	t.touched = t.touched[:0]
	for i := range j.visits {
		v := &j.visits[i]
		l := &t.one[v.status]
		if l.visits == 0 {
			t.touched = append(t.touched, v.status)
			l.total.start = v.start
		}
		l.visits++
		if w.contains(v.start) {
			l.counted++
			if l.visits > 1 {
				l.again++
			}
		}
		l.total.length += v.end - v.start
		l.total.end, l.total.open = v.end, v.open
		l.untimed = l.untimed || v.untimed
		l.last = i
	}
	for i := range j.visits {
		if v := &j.visits[i]; !v.untimed && t.one[v.status].visits > 1 {
			t.statuses[v.status].each.add(v.stretch(), w)
		}
	}
	for _, status := range t.touched {
		s, l := &t.statuses[status], &t.one[status]
		s.visits += l.counted
		s.againTimes += l.again
		if l.counted > 0 {
			s.leads++
		}
		if l.again > 0 {
			s.againLeads++
		}
		last := &j.visits[l.last]
		switch {
		case l.visits > 1:
			if !l.untimed {
				s.cumulative.add(l.total, w)
			}
			if !last.untimed {
				s.latest.add(last.stretch(), w)
			}
		case !l.untimed:
			s.once.add(last.stretch(), w)
		}
		*l = leadStatus{}
	}
}

// occurred reports whether there is something to say about the status: on the
// activity basis a visit can end in the window that began before it.
func (s *oneStatus) occurred() bool {
	return s.visits > 0 || s.once.ended.n > 0 || s.each.ended.n > 0
}

func (s *oneStatus) times(w span) StatusTime {
	once := s.once.lengths(w)
	return StatusTime{
		Visits:     once.with(s.each.lengths(w), w).durations(),
		Cumulative: once.with(s.cumulative.lengths(w), w).durations(),
		Latest:     once.with(s.latest.lengths(w), w).durations(),
	}
}

func (v *visit) stretch() stretch {
	return stretch{start: v.start, end: v.end, length: v.end - v.start, open: v.open}
}

// edge is a pair of statuses of which one follows the other.
type edge struct{ from, to int32 }

// The ends of a history, among the numbers of statuses.
const (
	start = -1
	end   = -2
)

// flowTally counts which row follows which.
type flowTally struct {
	rows  int64
	edges map[edge]int64
}

// add counts one lead, by rows in w.
func (t *flowTally) add(j *journey, w span) {
	from := int32(start)
	for i := range j.rows {
		r := &j.rows[i]
		if w.contains(r.At) {
			t.rows++
			t.edges[edge{from, r.to}]++
		}
		from = r.to
	}
	if w.contains(j.rows[len(j.rows)-1].At) {
		t.edges[edge{from, end}]++
	}
}
