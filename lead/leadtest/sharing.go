package leadtest

import (
	"testing"

	"github.com/leadline-go/leadline/lead"
)

// spoil overwrites everything that a row could share.
func spoil(t *lead.Transition) {
	for k := range t.Labels {
		t.Labels[k] = "spoilt"
	}
	if t.Labels != nil {
		t.Labels["spoilt"] = "spoilt"
	}
	for i := range t.Set {
		t.Set[i] = "spoilt"
	}
	for i := range t.Evidence {
		t.Evidence[i] = ' '
	}
	_ = append(t.Set, "spoilt") // into what may lie behind it
	_ = append(t.Evidence, 'x')
}

// fullRows are two rows of one lead with keys "k1" and "k2", new with every call.
func fullRows() []lead.Transition {
	first, last := full("L-1", 1), full("L-1", 2)
	first.Key, last.Key = "k1", "k2"
	return []lead.Transition{first, last}
}

func checkHandedIn(t *testing.T, s lead.Store) {
	trs := fullRows()
	write(t, s, trs...)
	for i := range trs {
		spoil(&trs[i])
		trs[i] = row("L-2", 1)
	}
	holds(t, s, fullRows())
}

func checkHandedOut(t *testing.T, s lead.Store) {
	want := fullRows()
	write(t, s, fullRows()...)
	for _, tt := range []struct {
		name  string
		spoil func(t *testing.T)
	}{
		{"the state of Load", func(t *testing.T) {
			state, _, err := s.Load(t.Context(), "L-1", "")
			if err != nil {
				t.Fatal(err)
			}
			spoil(&lead.Transition{Labels: state.Labels})
		}},
		{"the row of Load", func(t *testing.T) {
			for _, tr := range want {
				_, got, err := s.Load(t.Context(), "L-1", tr.Key)
				if err != nil || got == nil {
					t.Fatalf("Load(%q) = row %v, error %v", tr.Key, got, err)
				}
				spoil(got)
			}
		}},
		{"the rows of History", func(t *testing.T) {
			for _, q := range []lead.Query{{}, {Current: true}, {Current: true, DueBefore: begin.AddDate(1, 0, 0)}} {
				for got, err := range s.History(t.Context(), q) {
					if err != nil {
						t.Fatal(err)
					}
					spoil(&got)
				}
			}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.spoil(t)
			holds(t, s, want)
			_, byKey, err := s.Load(t.Context(), "L-1", "k1")
			if err != nil || byKey == nil {
				t.Fatalf("Load with key k1 = row %v, error %v", byKey, err)
			}
			if d := diffRow(&want[0], byKey); d != "" {
				t.Errorf("row of key k1 (-want +got):\n%s", d)
			}
		})
	}
}
