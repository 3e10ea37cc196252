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

// none stands for no stage, no row.
const none = -1

// journey is one lead's way, up to AsOf. What it says of stages is in numbers of
// rows, or none. With a matcher it is about the attempt that counts.
type journey struct {
	rows   []row
	visits []visit
	void   bool

	entry  int   // the first entry into any stage, the cohort entry
	joined int   // the stage that is
	first  []int // per stage: the first entry into it
	next   []int // per stage: the first entry into the stage behind it after first
	reach  []int // per stage: the first entry into it or a stage behind it

	matched bool  // by a matcher: what it did not take for an entry is none
	until   int64 // when the time for steps is over; noLimit: never
	room    attempts
}

// codes are a funnel's statuses by the numbers of a history.
type codes struct {
	asOf     int64
	stages   int
	stage    []int32 // none: in no stage
	void     []bool
	unknown  []bool // all false if Known was not given
	terminal []bool // likewise
	match    *matchCodes
}

func (f *Funnel) codes(h *history, asOf int64) *codes {
	statuses := h.statuses.All()
	c := &codes{
		match: f.match.codes(statuses, h.events.All()),
		asOf:  asOf, stages: len(f.stages),
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
	j.matched, j.until = c.match != nil, noLimit
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
			last.end, last.open = r.At, false
			last.untimed = last.untimed || r.inferred
		}
		stage := c.stage[r.to]
		j.visits = append(j.visits, visit{
			status: r.to, stage: stage, row: i,
			start: r.At, end: c.asOf, open: true, untimed: r.inferred,
		})
		if stage == none || j.matched {
			continue
		}
		if j.entry == none {
			j.entry, j.joined = i, int(stage)
		}
		for ; deepest < int(stage); deepest++ {
			j.reach[deepest+1] = i
		}
		if j.first[stage] == none {
			j.first[stage] = i
		}
		if k := stage - 1; k >= 0 && j.first[k] != none && j.next[k] == none {
			j.next[k] = i
		}
	}
	if j.matched {
		c.matched(j)
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

// came is when the lead came in; timed tells whether that is known. The lead is in
// some stage.
func (j *journey) came() (at int64, timed bool) {
	r := &j.rows[j.entry]
	return r.At, !r.inferred
}

// arrived is when the lead first reached a stage, and whether it has.
func (j *journey) arrived(stage int) (at int64, timed, ok bool) {
	n := j.reach[stage]
	if n == none {
		return 0, false, false
	}
	r := &j.rows[n]
	return r.At, !r.inferred, true
}

// step returns the way from the first entry into stage k to the next stage. It
// is open if the lead has not made it, and there is none if the lead was never
// in k or nobody knows when it came or went.
func (j *journey) step(k int, asOf int64) (s stretch, ok bool) {
	if j.first[k] == none {
		return stretch{}, false
	}
	from := &j.rows[j.first[k]]
	if from.inferred {
		return stretch{}, false
	}
	if n := j.next[k]; n != none {
		to := &j.rows[n]
		return stretch{start: from.At, end: to.At, length: to.At - from.At}, !to.inferred
	}
	end := min(asOf, j.until)
	return stretch{start: from.At, end: end, length: end - from.At, open: true}, true
}
