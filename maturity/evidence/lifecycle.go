package evidence

import (
	"context"
	"slices"
	"time"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/internal/histories"
	"github.com/leadline-go/leadline/lead"
)

// lifecycle is what the figures need to know of a lifecycle, with its statuses by
// number: those of the Spec first, in its order.
type lifecycle struct {
	spec     lead.Spec
	handOff  funnel.HandOffSpec // with defaults
	machine  *lead.Machine[struct{}]
	statuses histories.Names // those of the Spec, then those that only rows have
	events   histories.Names // likewise
	older    map[lead.Status]lead.Status
	known    int // statuses of the Spec
	fires    int // events of the Spec

	offer     int32 // the status of the hand-over
	converted map[int32]bool
	ways      map[place][]way

	reasons   map[lead.Event]map[string]bool // of the events that leave offer: the agreed codes
	anyReason map[string]bool                // of all events that reject
}

// place is where a lead stands, and where [lead.Previous] leads from there.
type place struct{ status, prior int32 }

// way is a step that the lifecycle allows from a place.
type way struct{ event, to int32 }

// none stands for no status, no row.
const none = -1

func newLifecycle(o *Options) (*lifecycle, error) {
	l := &lifecycle{
		spec: o.Lifecycle, older: map[lead.Status]lead.Status{}, ways: map[place][]way{},
		converted: map[int32]bool{}, reasons: map[lead.Event]map[string]bool{}, anyReason: map[string]bool{},
	}
	var err error
	if l.machine, err = machineOf(o.Lifecycle); err != nil {
		return nil, err
	}
	for _, s := range o.Lifecycle.Statuses {
		l.statuses.Index(string(s.Name))
		for _, old := range s.Was {
			l.older[old] = s.Name
		}
	}
	for _, t := range o.Lifecycle.Transitions {
		l.events.Index(string(t.Event))
	}
	l.known, l.fires = l.statuses.Len(), l.events.Len()

	f := funnel.FromLifecycle(o.Lifecycle)
	if o.HandOff != nil {
		f.HandOff = o.HandOff
	}
	if f.HandOff == nil {
		return nil, invalid("HandOff: the lifecycle does not tell how leads are handed over: no status of sales has an open or won status before and behind it")
	}
	if _, err := funnel.Compile(f); err != nil {
		return nil, err
	}
	l.handOff = *f.HandOff
	if l.handOff.Side == "" {
		l.handOff.Side = lead.Sales
	}
	if l.handOff.Criteria == "" {
		l.handOff.Criteria = "criteria"
	}
	l.offer = l.statuses.Index(string(l.handOff.Status))
	l.agreed()
	return l, l.conversion(o.Converted)
}

// machineOf compiles the lifecycle, so that what it allows is for package lead to
// say. Its guards and holidays are not asked for what they know.
func machineOf(spec lead.Spec) (*lead.Machine[struct{}], error) {
	b := lead.Bindings[struct{}]{Guards: lead.Guards[struct{}]{}, Holidays: map[string]func(time.Time) bool{}}
	for _, t := range spec.Transitions {
		for _, g := range t.Guards {
			b.Guards[g] = func(context.Context, lead.Attempt[struct{}]) (any, error) { return nil, nil }
		}
	}
	for _, c := range spec.Calendars {
		if c.HolidayFunc != "" {
			b.Holidays[c.HolidayFunc] = func(time.Time) bool { return false }
		}
	}
	return lead.Compile(spec, b)
}

// choices are the events that leave a status, whoever may fire them.
func (l *lifecycle) choices(p place) []lead.Choice {
	s := lead.State{LeadID: "any", Version: 1, Status: lead.Status(l.statuses.Name(p.status))}
	if p.prior != none {
		s.Prior = lead.Status(l.statuses.Name(p.prior))
	}
	return l.machine.Explain(context.Background(), s, lead.Command[struct{}]{At: time.Unix(0, 0)}) // whenever: nothing is guarded
}

// allows reports whether the lifecycle has a transition from a place to a status. An
// event of the lifecycle must be one that leads there; names that a CRM gives to its
// rows by itself say nothing.
func (l *lifecycle) allows(p place, event, to int32) bool {
	if int(p.status) >= l.known || int(to) >= l.known {
		return false
	}
	ways, ok := l.ways[p]
	if !ok {
		for _, c := range l.choices(p) {
			if c.To != "" {
				ways = append(ways, way{l.events.Index(string(c.Event)), l.statuses.Index(string(c.To))})
			}
		}
		l.ways[p] = ways
	}
	return slices.ContainsFunc(ways, func(w way) bool {
		return w.to == to && (w.event == event || int(event) >= l.fires)
	})
}

// agreed collects the codes for which an offer may be rejected.
func (l *lifecycle) agreed() {
	for _, c := range l.choices(place{l.offer, none}) {
		codes := map[string]bool{}
		for _, n := range c.Needs {
			for _, r := range n.Options {
				codes[r.Code] = true
			}
		}
		l.reasons[c.Event] = codes
		if l.endOf(c.Event, c.To) == rejected {
			for code := range codes {
				l.anyReason[code] = true
			}
		}
	}
}

// listed reports whether a reason is on the agreed list of the event, or for an event
// that the lifecycle lacks there on that of any which rejects.
func (l *lifecycle) listed(event lead.Event, reason string) bool {
	if codes, ok := l.reasons[event]; ok {
		return codes[reason]
	}
	return l.anyReason[reason]
}

// conversion finds the statuses of leads that have become opportunities.
func (l *lifecycle) conversion(given []lead.Status) error {
	for i, s := range given {
		at := slices.Index(l.statuses.All()[:l.known], string(s))
		if at < 0 {
			return invalid("Converted[%d]: expected a status of lifecycle %s, found %.80q", i, l.machine.ID(), string(s))
		}
		l.converted[int32(at)] = true
	}
	if given != nil {
		return nil
	}
	for i, s := range l.spec.Statuses {
		if s.Category == lead.Open && slices.ContainsFunc(l.choices(place{int32(i), none}), func(c lead.Choice) bool {
			return c.To != "" && l.category(l.statuses.Index(string(c.To))) == lead.Won
		}) {
			l.converted[int32(i)] = true
		}
	}
	return nil
}

// category of a status; "" if the lifecycle lacks it.
func (l *lifecycle) category(status int32) lead.Category {
	if int(status) >= l.known {
		return ""
	}
	return l.spec.Statuses[status].Category
}

// side that works on leads in a status; "" for nobody in particular.
func (l *lifecycle) side(status int32) lead.Side {
	if int(status) >= l.known {
		return ""
	}
	return l.spec.Statuses[status].Side
}

// alive reports whether somebody is to work on leads in a status.
func (l *lifecycle) alive(status int32) bool {
	c := l.category(status)
	return c == lead.Open || c == lead.Waiting
}

// end is how an offer ended.
type end uint8

const (
	withdrawn end = iota
	accepted
	rejected
	returned
	stillOpen
)

// answered reports whether sales said anything.
func (e end) answered() bool { return e == accepted || e == rejected || e == returned }

// endOf is how a row ends an offer: events beat statuses, as in package funnel.
func (l *lifecycle) endOf(event lead.Event, to lead.Status) end {
	h := &l.handOff
	switch {
	case slices.Contains(h.Accepted.Events, event):
		return accepted
	case slices.Contains(h.Rejected.Events, event):
		return rejected
	case slices.Contains(h.Returned.Events, event):
		return returned
	case slices.Contains(h.Accepted.Statuses, to):
		return accepted
	case slices.Contains(h.Rejected.Statuses, to):
		return rejected
	case slices.Contains(h.Returned.Statuses, to):
		return returned
	}
	return withdrawn
}
