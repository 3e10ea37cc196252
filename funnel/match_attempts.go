package funnel

// attempts is the room in which the attempts of one lead are followed.
type attempts struct {
	levels []group
	later  []int32 // per row that begins an attempt: the next one of its group
	seen   []int   // per stage
}

// group is the attempts that have reached the same stage. Each later row does the
// same to all of them, but those that began earlier run out of time earlier: they
// are a list by their beginnings.
type group struct {
	head, tail int32 // none: empty
	moment     bool  // the stage was entered by an event
}

func (a *attempts) fresh(stages int) []int {
	if cap(a.seen) < stages {
		a.seen = make([]int, stages)
	}
	a.seen = a.seen[:stages]
	clear(a.seen)
	return a.seen
}

// inOrder finds the attempt that counts when stages are entered in order.
//
// All attempts are followed at once. Of two the earlier one is never behind: what
// takes the later one a stage further did so to the earlier one before, or does so
// now. So a row moves one whole group to the next, which lies before it in time, and
// the attempts that began in any group are later than those of the groups ahead. An
// attempt joins at most once and leaves at most once: the work is that of looking at
// the groups, rows times stages.
func (c *codes) inOrder(j *journey) attempt {
	m, last := c.match, c.stages-1
	found := attempt{row: none}
	room := &j.room
	room.levels = room.levels[:0]
	for range c.stages {
		room.levels = append(room.levels, group{head: none, tail: none})
	}
	for len(room.later) < len(j.rows) {
		room.later = append(room.later, none)
	}
	levels := room.levels
	// expire ends the attempts of a level whose time is over.
	expire := func(level int, at int64) {
		g := &levels[level]
		for g.head != none && m.over(j.rows[g.head].At, at) {
			m.take(&found, attempt{int(g.head), level})
			g.head = room.later[g.head]
		}
	}
	// end ends all attempts of a level.
	end := func(level int) {
		if g := &levels[level]; g.head != none {
			m.take(&found, attempt{int(g.head), level})
			g.head = none
		}
	}
	for i := range j.rows {
		t := c.token(j.rows, i)
		at := j.rows[i].At
		if t.excluded() {
			for level := range last {
				if levels[level].head == none || t.on(level) == harmless {
					continue
				}
				expire(level, at)
				if t.on(level) == ends {
					end(level)
				}
				levels[level].head = none
			}
		}
		if m.order == Strict {
			for level := range last {
				g := &levels[level]
				if level+1 == t.stage || t.stage == none && t.activity && !g.moment {
					continue
				}
				end(level)
			}
		}
		if t.stage == none {
			continue
		}
		if t.stage > 0 {
			from, to := &levels[t.stage-1], &levels[t.stage]
			expire(t.stage-1, at)
			if from.head == none {
				continue
			}
			if to.head == none {
				to.head = from.head
			} else {
				room.later[to.tail] = from.head
			}
			to.tail, to.moment = from.tail, t.moment
			from.head = none
		} else {
			g := &levels[0]
			room.later[i] = none
			if g.head == none {
				g.head = int32(i)
			} else {
				room.later[g.tail] = int32(i)
			}
			g.tail, g.moment = int32(i), t.moment
		}
		if t.stage == last { // no attempt that is not over is earlier, or gets further
			end(last)
			return found
		}
	}
	for level := range levels {
		end(level)
	}
	return found
}

// anyOrder finds the attempt that counts when stages are entered in any order.
//
// The attempts are taken by their beginnings, and a pointer to the end of each only
// moves on: the work is that of moving two pointers through the rows.
func (c *codes) anyOrder(j *journey) attempt {
	m, rows := c.match, j.rows
	found := attempt{row: none}
	seen := j.room.fresh(c.stages) // how often each stage is entered in rows [i, end)
	distinct, end := 0, 0
	for i := range rows {
		first := c.token(rows, i)
		if first.stage == none {
			continue
		}
		if end <= i { // the row that begins an attempt cannot be excluded from it
			clear(seen)
			seen[first.stage], distinct, end = 1, 1, i+1
		}
		stopped := harmless
		for distinct < c.stages && end < len(rows) && !m.over(rows[i].At, rows[end].At) {
			t := c.token(rows, end)
			if stopped = t.on(0); stopped != harmless {
				break
			}
			if t.stage != none {
				if seen[t.stage] == 0 {
					distinct++
				}
				seen[t.stage]++
			}
			end++
		}
		if stopped != discards {
			m.take(&found, attempt{i, distinct - 1})
			if !m.best || distinct == c.stages {
				return found
			}
		}
		if seen[first.stage]--; seen[first.stage] == 0 {
			distinct--
		}
	}
	return found
}
