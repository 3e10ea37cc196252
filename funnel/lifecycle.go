package funnel

import (
	"slices"

	"github.com/leadline-go/leadline/lead"
)

// FromLifecycle makes a funnel of a lifecycle: its open and won statuses are the
// stages, one status each, in the order of the lifecycle. Void, Known, Terminal
// and Renamed are filled from it too; terminal are the won, lost and void
// statuses that no transition leaves.
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
		for _, old := range st.Was {
			if f.Renamed == nil {
				f.Renamed = map[lead.Status]lead.Status{}
			}
			f.Renamed[old] = st.Name
		}
	}
	left := leftStatuses(s)
	for _, st := range s.Statuses {
		ends := st.Category == lead.Won || st.Category == lead.Lost || st.Category == lead.Void
		if ends && !left[st.Name] {
			f.Terminal = append(f.Terminal, st.Name)
		}
	}
	return f
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
