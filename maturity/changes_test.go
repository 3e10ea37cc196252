package maturity

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// Two shares differ if the interval of their difference excludes 0; full counts, days
// and counts are what they are.
func TestAMeasureHasMovedOnlyIfTheChangeIsClear(t *testing.T) {
	m := compile(t, Default())
	for _, tt := range []struct {
		name        string
		id          string
		before, now [2]int64
		want        string
	}{
		{"24 of 30 to 52 of 74 may be chance", "ev.rel.acceptance_rate", [2]int64{24, 30}, [2]int64{52, 74}, "not clear"},
		{"and so may the way back", "ev.rel.acceptance_rate", [2]int64{52, 74}, [2]int64{24, 30}, "not clear"},
		{"48 of 80 to 56 of 70 is more", "ev.rel.acceptance_rate", [2]int64{48, 80}, [2]int64{56, 70}, "better"},
		{"56 of 70 to 48 of 80 is less", "ev.rel.acceptance_rate", [2]int64{56, 70}, [2]int64{48, 80}, "worse"},
		{"more of what there should be less", "ev.rel.stale_share", [2]int64{48, 80}, [2]int64{56, 70}, "worse"},
		{"less of it", "ev.rel.stale_share", [2]int64{56, 70}, [2]int64{48, 80}, "better"},
		{"a few cases show little", "ev.rel.acceptance_rate", [2]int64{2, 3}, [2]int64{3, 3}, "not clear"},
		{"the same of more cases", "ev.rel.acceptance_rate", [2]int64{30, 40}, [2]int64{300, 400}, "unchanged"},
		{"one more transition with a rule", "ev.lm.transition_rules", [2]int64{14, 16}, [2]int64{15, 16}, "better"},
		{"one less", "ev.lm.transition_rules", [2]int64{15, 16}, [2]int64{15, 17}, "worse"},
		{"a day more", "ev.lm.review_age", [2]int64{120, 1}, [2]int64{121, 1}, "worse"},
		{"a signature more", "ev.lm.joint_signoff", [2]int64{1, 1}, [2]int64{2, 1}, "better"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := claim(m, Cell{2, 2}, share(tt.id, tt.now[0], tt.now[1]))
			in.At = time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
			in.Earlier = []Assessment{keptAt(t, m, claim(m, Cell{2, 2}, share(tt.id, tt.before[0], tt.before[1])), 2025, 4, 1)}
			r := evaluate(t, m, in)
			c := r.Since.Measures[0]
			if c.Better != (tt.want == "better") || c.Worse != (tt.want == "worse") {
				t.Errorf("better %t, worse %t, want %s", c.Better, c.Worse, tt.want)
			}
			german := map[string]string{"not clear": "nicht eindeutig", "better": "besser", "worse": "schlechter", "unchanged": "unverändert"}
			for l, word := range map[Lang]string{En: tt.want, De: german[tt.want]} {
				text := strings.Join(strings.Fields(written(t, func(b *bytes.Buffer) error { return r.WriteText(b, l) })), " ")
				if !strings.Contains(text, ", "+word) || !strings.Contains(markdownOf(t, r, l), "| "+word+" |") || !strings.Contains(pageOf(t, r, l), ">"+word+"<") {
					t.Errorf("%s: %q is not told", l, word)
				}
			}
		})
	}
}
