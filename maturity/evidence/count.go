package evidence

import (
	"math"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// counter counts leads.
type counter struct {
	*lifecycle
	from, to     int64 // the window, half-open
	asOf         int64
	stale, quiet int64

	figures [figures]struct{ num, den int64 }

	visits []visit // of the present lead
}

// visit is a stay in a status from entry to exit.
type visit struct {
	status int32
	row    int // that begins it
	until  int // the row that ends it; the number of rows if it is open
}

func newCounter(l *lifecycle, o *Options) *counter {
	c := &counter{
		lifecycle: l, from: math.MinInt64, to: math.MaxInt64, asOf: o.AsOf.UnixMicro(),
		stale: int64(o.StaleAfter / time.Microsecond), quiet: int64(o.QuietAfter / time.Microsecond),
	}
	if !o.From.IsZero() {
		c.from = o.From.UnixMicro()
	}
	if !o.To.IsZero() {
		c.to = o.To.UnixMicro()
	}
	return c
}

func (c *counter) inWindow(at int64) bool { return c.from <= at && at < c.to }

func (c *counter) add(figure int, yes bool) {
	f := &c.figures[figure]
	f.den++
	if yes {
		f.num++
	}
}

// lead counts one lead by its rows, of which there is at least one. A lead that is void
// at AsOf never was one.
func (c *counter) lead(rows []row) {
	if c.category(rows[len(rows)-1].to) == lead.Void {
		return
	}
	c.steps(rows)
	first, refused := none, none // offers
	for i := range c.visits {
		v := &c.visits[i]
		if v.status != c.offer || !c.inWindow(rows[v.row].At) {
			continue
		}
		if c.offered(rows, v) == rejected {
			refused = i
		}
		if first == none {
			first = i
		}
	}
	if first != none {
		c.add(scoredShare, rows[c.visits[first].row].is(scored))
		c.add(bounceShare, c.crossings() > 2)
	}
	if refused != none {
		c.recycled(c.visits[refused+1:])
	}
	c.outcome(rows)
}

// steps finds the visits, and judges each step between and within them.
func (c *counter) steps(rows []row) {
	c.visits = append(c.visits[:0], visit{rows[0].to, 0, len(rows)})
	at := place{rows[0].to, none}
	for i := 1; i < len(rows); i++ {
		r := &rows[i]
		in := c.inWindow(r.At)
		if in && r.doer != unknown && c.alive(at.status) && c.side(at.status) != c.handOff.Side {
			c.add(teamShare, r.doer == team)
		}
		if r.to == at.status {
			continue
		}
		if in {
			c.add(conformingChanges, c.allows(at, r.Event, r.to))
		}
		c.visits[len(c.visits)-1].until = i
		c.visits = append(c.visits, visit{r.to, i, len(rows)})
		if c.alive(at.status) {
			at.prior = at.status
		}
		at.status = r.to
	}
}

// offered counts an offer and returns how it ended.
func (c *counter) offered(rows []row, v *visit) end {
	begun, ends, over := &rows[v.row], stillOpen, c.asOf
	timed := !begun.is(adopted)
	if v.until < len(rows) {
		last := &rows[v.until]
		ends, over = last.ends, last.At
		timed = timed && !last.is(adopted)
		if ends == rejected {
			c.add(reasonShare, last.is(listed))
		}
	}
	if ends.answered() {
		c.add(acceptanceRate, ends == accepted)
	}
	reaction, reacted := over, ends.answered()
	for k := v.row + 1; k < len(rows) && k <= v.until; k++ {
		if rows[k].is(bySales) {
			reaction, reacted = rows[k].At, true
			timed = timed && !rows[k].is(adopted)
			break
		}
	}
	if !timed {
		return ends // when, nobody knows
	}
	if begun.due != noTime {
		// Who was taken away again before the time was over left nothing to decide.
		if c.asOf > begun.due && (ends != withdrawn || over > begun.due) {
			c.add(decisionShare, ends.answered())
		}
		if late := reaction > begun.due; late || reacted {
			c.add(responseInTime, !late)
		}
	}
	if limit := begun.At + c.stale; c.asOf > limit {
		if touched := reacted && reaction <= limit; touched || over > limit {
			c.add(staleShare, !touched)
		}
	}
	return ends
}

// crossings is how often the lead changed sides, between the one to which leads are
// offered and all others. A status of nobody in particular is on neither.
func (c *counter) crossings() (n int) {
	before := lead.Side("")
	for i := range c.visits {
		side := c.side(c.visits[i].status)
		if side == "" {
			continue
		}
		if before != "" && (side == c.handOff.Side) != (before == c.handOff.Side) {
			n++
		}
		before = side
	}
	return n
}

// recycled counts a lead by what came after an offer was rejected.
func (c *counter) recycled(after []visit) {
	for i := range after {
		switch c.category(after[i].status) {
		case lead.Waiting:
			c.add(recycledShare, true)
			return
		case lead.Lost, lead.Void:
			return // disqualified
		case lead.Won:
			c.add(recycledShare, false)
			return
		}
		if after[i].status == c.offer {
			break
		}
	}
	c.add(recycledShare, false)
}

// outcome counts a lead that was converted, by whether it tells how that went on.
func (c *counter) outcome(rows []row) {
	for i := range c.visits {
		v := &c.visits[i]
		if !c.converted[v.status] {
			continue
		}
		if !c.inWindow(rows[v.row].At) {
			return
		}
		known := false
		for _, later := range c.visits[i:] {
			category := c.category(later.status)
			known = known || category == lead.Won || category == lead.Lost
		}
		last := &rows[len(rows)-1]
		known = known || c.category(last.to) == lead.Open && last.At >= c.asOf-c.quiet
		c.add(outcomeLinked, known)
		return
	}
}
