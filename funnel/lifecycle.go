package funnel

import (
	"slices"

	"github.com/leadline-go/leadline/lead"
)

// FromLifecycle makes a funnel of a lifecycle: its open and won statuses are the
// stages, one status each, in the order of the lifecycle. Void, Known, Terminal
// and Renamed are filled from it too; terminal are the won, lost and void
// statuses that no transition leaves. Titles are those of the statuses in no stage; the
// others go by the titles of their stages.
//
// HandOff is about the first stage whose side is sales, if there is a stage before
// and one behind it. A move to a later stage accepts. Of the other events that name
// the status among their sources, "return" returns and the rest rejects, unless they
// lead to a void status or an earlier stage. The faults and titles are those of all
// reasons. Amount is the label "amount".
//
// The result is plain data: change it, then [Compile] it. A lifecycle that
// [lead.Compile] refuses may give a funnel that Compile refuses.
func FromLifecycle(s lead.Spec) Spec {
	f := Spec{Name: s.Name, Revision: s.Revision}
	for _, st := range s.Statuses {
		f.Known = append(f.Known, st.Name)
		switch st.Category {
		case lead.Open, lead.Won:
			f.Stages = append(f.Stages, StageSpec{
				Name: string(st.Name), Title: st.Title, Statuses: []lead.Status{st.Name},
			})
		case lead.Void:
			f.Void = append(f.Void, st.Name)
		}
		if st.Category != lead.Open && st.Category != lead.Won && st.Title != (lead.Text{}) {
			if f.Titles == nil {
				f.Titles = map[lead.Status]lead.Text{}
			}
			f.Titles[st.Name] = st.Title
		}
		for _, old := range st.Was {
			if f.Renamed == nil {
				f.Renamed = map[lead.Status]lead.Status{}
			}
			f.Renamed[old] = st.Name
		}
	}
	f.HandOff, f.Amount = handOffOf(s, &f), "amount"
	left := leftStatuses(s)
	for _, st := range s.Statuses {
		ends := st.Category == lead.Won || st.Category == lead.Lost || st.Category == lead.Void
		if ends && !left[st.Name] {
			f.Terminal = append(f.Terminal, st.Name)
		}
	}
	return f
}

// handOffOf finds the hand-over in a lifecycle: the first stage that sales works on,
// unless it is the first of all.
func handOffOf(s lead.Spec, f *Spec) *HandOffSpec {
	side := map[lead.Status]lead.Side{}
	for _, st := range s.Statuses {
		side[st.Name] = st.Side
	}
	at := slices.IndexFunc(f.Stages, func(st StageSpec) bool { return side[st.Statuses[0]] == lead.Sales })
	if at < 1 || at == len(f.Stages)-1 {
		return nil
	}
	h := &HandOffSpec{Status: f.Stages[at].Statuses[0]}
	for _, st := range f.Stages[at+1:] {
		h.Accepted.Statuses = append(h.Accepted.Statuses, st.Statuses...)
	}
	for _, t := range s.Transitions {
		for _, r := range t.Reasons {
			if r.Fault != "" {
				if h.Faults == nil {
					h.Faults = map[string]lead.Side{}
				}
				h.Faults[r.Code] = r.Fault
			}
			if r.Title != (lead.Text{}) {
				if h.Reasons == nil {
					h.Reasons = map[string]lead.Text{}
				}
				h.Reasons[r.Code] = r.Title
			}
		}
		// What names the status is an answer; what any status may go by is not.
		if !slices.Contains(t.From, string(h.Status)) || t.To == lead.Stay || t.To == lead.Previous || slices.Contains(f.Void, t.To) {
			continue
		}
		end := &h.Rejected
		switch {
		case slices.Contains(h.Accepted.Statuses, t.To):
			end = &h.Accepted
		case slices.ContainsFunc(f.Stages, func(st StageSpec) bool { return st.Statuses[0] == t.To }):
			continue // back to where it came from
		case t.Event == "return":
			end = &h.Returned
		}
		if !slices.Contains(end.Events, t.Event) {
			end.Events = append(end.Events, t.Event)
		}
	}
	return h
}

// leftStatuses returns the statuses from which some transition leads away. It
// resolves sources as lead does: groups and AnyOpen leave out the row's own
// target.
func leftStatuses(s lead.Spec) map[lead.Status]bool {
	var alive []lead.Status
	for _, st := range s.Statuses {
		if st.Category == lead.Open || st.Category == lead.Waiting {
			alive = append(alive, st.Name)
		}
	}
	left := map[lead.Status]bool{}
	for _, t := range s.Transitions {
		if t.To == lead.Stay {
			continue
		}
		for _, from := range t.From {
			sources := []lead.Status{lead.Status(from)}
			if from == lead.AnyOpen {
				sources = alive
			} else if members, ok := s.Groups[from]; ok {
				sources = members
			}
			for _, source := range slices.DeleteFunc(slices.Clone(sources), func(n lead.Status) bool { return n == t.To }) {
				left[source] = true
			}
		}
	}
	return left
}
