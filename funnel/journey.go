package funnel

import "github.com/leadline-go/leadline/lead"

// visit is a stay in a status from entry to exit.
type visit struct {
	status int32
	stage  int32 // none: in no stage
	row    int   // its first row
	start  int64
	end    int64 // of a visit that is still open: AsOf
	open   bool

	// untimed: it was seen, but not when it began or ended. An inferred row
	// tells where a lead stood, not since when.
	untimed bool
}

// none stands for no stage, no visit.
const none = -1

// journey is one lead's way, up to AsOf. Stages refer to visits by number.
type journey struct {
	rows   []row
	visits []visit

	entry int   // the first visit to any stage, the cohort entry; or none
	first []int // per stage: the first visit to it
	next  []int // per stage: the first visit to the stage behind it after first
	reach []int // per stage: the first visit to it or a stage behind it
	void  bool
}

// codes are a funnel's statuses by the numbers of a history.
type codes struct {
	asOf     int64
	stages   int
	stage    []int32 // none: in no stage
	void     []bool
	unknown  []bool // all false if Known was not given
	terminal []bool // likewise
}

func (f *Funnel) codes(statuses []string, asOf int64) *codes {
	c := &codes{
		asOf: asOf, stages: len(f.stages),
		stage: make([]int32, len(statuses)), void: make([]bool, len(statuses)),
		unknown: make([]bool, len(statuses)), terminal: make([]bool, len(statuses)),
	}
	for i, name := range statuses {
		s := lead.Status(name)
		c.stage[i] = none
		if k, ok := f.stage[s]; ok {
			c.stage[i] = int32(k)
		}
		c.void[i] = f.void[s]
		c.unknown[i] = f.known != nil && !f.known[s]
		c.terminal[i] = f.known != nil && f.terminal[s]
	}
	return c
}

// follow makes a journey of a lead's rows, of which there is at least one. It
// reuses the room of the journey that it is given.
func (c *codes) follow(rows []row, j *journey) {
	j.rows, j.visits, j.entry = rows, j.visits[:0], none
	j.void = c.void[rows[len(rows)-1].to]
	j.first = fill(j.first, c.stages)
	j.next = fill(j.next, c.stages)
	j.reach = fill(j.reach, c.stages)
	deepest := none
	for i := range rows {
		r := &rows[i]
		if n := len(j.visits); n > 0 {
			last := &j.visits[n-1]
			if last.status == r.to {
				continue // an activity inside the visit
			}
			last.end, last.open = r.at, false
			last.untimed = last.untimed || r.inferred
		}
		v := len(j.visits)
		stage := c.stage[r.to]
		j.visits = append(j.visits, visit{
			status: r.to, stage: stage, row: i,
			start: r.at, end: c.asOf, open: true, untimed: r.inferred,
		})
		if stage == none {
			continue
		}
		if j.entry == none {
			j.entry = v
		}
		for ; deepest < int(stage); deepest++ {
			j.reach[deepest+1] = v
		}
		if j.first[stage] == none {
			j.first[stage] = v
		}
		if k := stage - 1; k >= 0 && j.first[k] != none && j.next[k] == none {
			j.next[k] = v
		}
	}
}

func fill(s []int, n int) []int {
	if cap(s) < n {
		s = make([]int, n)
	}
	s = s[:n]
	for i := range s {
		s[i] = none
	}
	return s
}

// step returns the way from the first entry into stage k to the next stage. It
// is open if the lead has not made it, and there is none if the lead was never
// in k or nobody knows when it came or went.
func (j *journey) step(k int, asOf int64) (s stretch, ok bool) {
	if j.first[k] == none {
		return stretch{}, false
	}
	from := &j.visits[j.first[k]]
	if j.rows[from.row].inferred {
		return stretch{}, false
	}
	s = stretch{start: from.start, end: asOf, length: asOf - from.start, open: true}
	if n := j.next[k]; n != none {
		to := &j.visits[n]
		if j.rows[to.row].inferred {
			return stretch{}, false
		}
		s = stretch{start: from.start, end: to.start, length: to.start - from.start}
	}
	return s, true
}
