package leadtest

import (
	"slices"
	"testing"

	"github.com/leadline-go/leadline/lead"
)

// checkForbidden fires every event that does not leave a status.
func checkForbidden(t *testing.T, w *world, status lead.Status) {
	s := w.reach(t, w.in(status)[0], nil)
	unknown := lead.Event("unknown")
	for slices.Contains(w.events, unknown) {
		unknown += "?"
	}
	for _, e := range append(slices.Clone(w.events), unknown) {
		if w.at(place{status, e}) != nil {
			continue
		}
		for _, a := range people {
			for _, when := range w.times(s) {
				w.try(t, s, command{Event: e, Actor: a, Note: "a note"}, when)
			}
		}
	}
}

// checkChoices has every actor look at leads in a status, whatever they came from.
func checkChoices(t *testing.T, w *world, status lead.Status) {
	for _, at := range w.in(status) {
		s := w.reach(t, at, nil)
		for _, when := range w.times(s) {
			for _, a := range people {
				w.look(t, s, a, when)
			}
		}
	}
}

// checkAdopted opens leads in a status, as one that comes from elsewhere, and moves
// them on. They have no way back.
func checkAdopted(t *testing.T, w *world, status lead.Status) {
	s := w.opened(t, command{Into: status})
	for _, a := range people {
		w.look(t, s, a, soon(s))
	}
	for _, e := range w.leaving(status) {
		cmd, when := w.able(s, place{status, e})
		if w.try(t, s, cmd, when).Version > s.Version {
			s = w.opened(t, command{Into: status})
		}
	}
}

// checkOlderName writes leads under the older name of a status, in which they stand
// or to which they can go back. It has to be read as the status, and rows that follow
// bear today's name.
func checkOlderName(t *testing.T, w *world, status, old lead.Status) {
	for _, at := range w.sites {
		if at.status != status && at.prior != status {
			continue
		}
		rows := w.rows[w.reach(t, at, nil).LeadID]
		row := rows[len(rows)-1]
		row.LeadID, row.Version = row.LeadID+" of old", 1
		s := row.State()
		if at.status == status {
			row.To = old
		}
		if at.prior == status {
			row.Prior = old
		}
		if err := w.store.Append(t.Context(), row); err != nil {
			t.Fatal(err)
		}
		w.rows[row.LeadID] = []lead.Transition{row}
		for _, a := range people {
			w.look(t, s, a, soon(s))
		}
		for _, e := range w.leaving(at.status) {
			cmd, when := w.able(s, place{at.status, e})
			if s = w.try(t, s, cmd, when); s.Version > 1 {
				break
			}
		}
	}
}
