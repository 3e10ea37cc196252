package maturity

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A share of the lifecycle has all cases that there are: it reaches a threshold or it
// does not, however few they are, and there is no interval to it.
func TestAShareOfTheLifecycleIsAFullCount(t *testing.T) {
	m := compile(t, Default())
	const rules = "ev.lm.transition_rules"
	for _, tt := range []struct {
		num, den int64
		want     map[int]Verdict
	}{
		{15, 16, map[int]Verdict{3: Supported, 4: Refuted}},
		{16, 20, map[int]Verdict{3: Supported, 4: Refuted}}, // 80 % itself
		{19, 20, map[int]Verdict{3: Supported, 4: Supported}},
		{3, 4, map[int]Verdict{3: Refuted, 4: Refuted}},
		{1, 1, map[int]Verdict{3: Supported, 4: Supported}},
		{799_999_999_999, 1_000_000_000_000, map[int]Verdict{3: Refuted, 4: Refuted}},
	} {
		r := evaluate(t, m, claim(m, Cell{4, 4}, share(rules, tt.num, tt.den)))
		v := r.measure(rules)
		got := map[int]Verdict{}
		for _, th := range v.Thresholds {
			got[th.Stage] = th.Verdict
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%d of %d (-want +got):\n%s", tt.num, tt.den, diff)
		}
		if v.Figure.Low != nil || v.Figure.High != nil {
			t.Errorf("%d of %d has an interval from %v to %v", tt.num, tt.den, *v.Figure.Low, *v.Figure.High)
		}
		for name, text := range renderings(t, r) {
			if strings.Contains(text, "interval 7") || strings.Contains(text, "Intervall 7") {
				t.Errorf("%d of %d: %s tells an interval", tt.num, tt.den, name)
			}
		}
	}
}

// What is needed of a full count is to reach its threshold, for it cannot miss it
// unclearly.
func TestAFullCountIsToBeNoLongerBelowItsThreshold(t *testing.T) {
	m := compile(t, Default())
	r := evaluate(t, m, claim(m, Cell{3, 3}, share("ev.lm.status_documented", 7, 10), share("ev.rel.decision_share", 60, 200)))
	for l, want := range map[Lang][2]string{
		En: {"no longer below 80 %", "no longer clearly below 50 %"},
		De: {"nicht mehr unter 80 %", "nicht mehr eindeutig unter 50 %"},
	} {
		text := written(t, func(b *bytes.Buffer) error { return r.WriteText(b, l) })
		for _, s := range want {
			if !strings.Contains(strings.Join(strings.Fields(text), " "), s) {
				t.Errorf("%s: %q is missing in\n%s", l, s, text)
			}
		}
	}
}
