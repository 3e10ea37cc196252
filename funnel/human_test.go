package funnel

import (
	"slices"
	"testing"
	"time"
)

func TestDurationsForPeople(t *testing.T) {
	for _, tt := range []struct {
		seconds float64
		want    string
	}{
		{0, "0 s"},
		{0.000001, "<1 s"},
		{1, "1 s"},
		{89.4, "89 s"},
		{89.6, "1.5 min"},
		{5396, "89.9 min"},
		{5398, "1.5 h"},
		{3600, "1 h"},
		{3597, "1 h"}, // 60.0 min
		{86400, "1 d"},
		{25 * 3600, "25.0 h"},
		{21696, "6.0 h"},
		{172610, "47.9 h"},
		{172630, "2.0 d"},
		{1271995, "14.7 d"},
		{999.94 * 86400, "999.9 d"},
		{999.96 * 86400, "1,000 d"},
		{36525 * 86400, "36,525 d"},
	} {
		if got := humanDuration(&tt.seconds); got != tt.want {
			t.Errorf("%v s: got %q, want %q", tt.seconds, got, tt.want)
		}
	}
	if got := humanDuration(nil); got != "–" {
		t.Errorf("undefined: got %q, want –", got)
	}
}

func TestDurationsSideBySideHaveOneUnit(t *testing.T) {
	const minute, hour, day = 60.0, 3600.0, 86400.0
	for _, tt := range []struct {
		seconds []float64 // below 0: undefined
		want    []string
	}{
		{[]float64{2.2 * day, 2.7 * day, 46.8 * hour, 2.2 * day}, []string{"2.2 d", "2.7 d", "1.9 d", "2.2 d"}},
		{[]float64{50 * minute, 2 * hour}, []string{"0.8 h", "2.0 h"}},
		{[]float64{30, 5 * day}, []string{"30 s", "5.0 d"}}, // 0.0 d would say nothing
		{[]float64{3.1 * hour, 60 * hour}, []string{"3.1 h", "60.0 h"}},
		{[]float64{3.1 * hour, 9.8 * day}, []string{"3.1 h", "9.8 d"}},
		{[]float64{-1, 0, 3 * hour}, []string{"–", "0 s", "3.0 h"}},
		{[]float64{day, day}, []string{"1 d", "1 d"}},
		{[]float64{hour}, []string{"1 h"}},
		{[]float64{-1}, []string{"–"}},
		{nil, []string{}},
	} {
		list := make([]*float64, len(tt.seconds))
		for i, s := range tt.seconds {
			if s >= 0 {
				list[i] = new(s)
			}
		}
		if got := humanDurations(list...); !slices.Equal(got, tt.want) {
			t.Errorf("%v s: got %q, want %q", tt.seconds, got, tt.want)
		}
	}
}

func TestCountsForPeople(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 12345678: "12,345,678"} {
		if got := humanCount(n); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
}

func TestRatesForPeople(t *testing.T) {
	for _, tt := range []struct {
		rate            Rate
		value, interval string
	}{
		{Rate{Num: 15, Den: 493}, "3.0 %", "1.9–5.0"},
		{Rate{Num: 5, Den: 2}, "250.0 %", ""}, // no proportion
		{Rate{}, "–", ""},
	} {
		if value, interval := humanRate(tt.rate); value != tt.value || interval != tt.interval {
			t.Errorf("%v: got %q and %q, want %q and %q", tt.rate, value, interval, tt.value, tt.interval)
		}
	}
}

func TestTimesForPeople(t *testing.T) {
	for _, tt := range []struct {
		at    string
		clock bool
		want  string
	}{
		{"2026-03-02T00:00:00Z", false, "2026-03-02"},
		{"2026-03-02T00:00:00+05:30", false, "2026-03-02"},
		{"2026-03-02T01:00:00+05:30", false, "2026-03-02 01:00 +0530"},
		{"2026-03-02T00:00:00Z", true, "2026-03-02 00:00 UTC"},
		{"2026-03-02T08:30:00Z", false, "2026-03-02 08:30 UTC"},
		{"2026-03-02T08:30:05Z", false, "2026-03-02 08:30:05 UTC"},
		{"2026-03-02T08:30:05.999999Z", false, "2026-03-02 08:30:05 UTC"},
		{"2026-03-02T08:30:00.25Z", true, "2026-03-02 08:30 UTC"},
		{"2026-03-02T00:00:00.25Z", false, "2026-03-02 00:00 UTC"}, // not midnight
	} {
		at, err := time.Parse(time.RFC3339, tt.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := humanTime(at, tt.clock); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.at, got, tt.want)
		}
	}
}

func TestCSVTextDefusesFormulas(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{"sal", "sal"},
		{"a=b", "a=b"},
		{"1-1", "1-1"},
		{"'quoted", "'quoted"},
		{"=1+1", "'=1+1"},
		{"+43 1 5", "'+43 1 5"},
		{"-1", "'-1"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"\tname", "'\tname"},
		{"\rname", "'\rname"},
		{"\nname", "'\nname"},
		{"  =1", "'  =1"},
		{"\u00a0=1", "'\u00a0=1"},
		{"\u3000＝1", "'\u3000＝1"},
		{"\u200b=1", "'\u200b=1"},
		{"\ufeff@x", "'\ufeff@x"},
		{"＝1", "'＝1"},
		{"＋1", "'＋1"},
		{"－1", "'－1"},
		{"＠x", "'＠x"},
		{" name", " name"},
		{"a\xffb", "a\uFFFDb"},
		{"(start)", "(start)"},
	} {
		if got := csvText(tt.in); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestBarsShowWhatIsNotZero(t *testing.T) {
	for _, tt := range []struct {
		n, most int64
		want    string
	}{
		{0, 0, ""},
		{0, 10, ""},
		{10, 10, "████"},
		{5, 10, "██"},
		{3, 8, "█▌"},
		{1, 1_000_000, "▏"},
	} {
		if got := bar(tt.n, tt.most, 4); got != tt.want {
			t.Errorf("%d of %d: got %q, want %q", tt.n, tt.most, got, tt.want)
		}
	}
}

// Hours apart, minutes are not told from each other.
func TestTimesThatReadAlikeAreToldOnce(t *testing.T) {
	for _, tt := range []struct {
		name  string
		most  int
		hours []float64
		want  []int
	}{
		{"none", 3, nil, nil},
		{"fewer than there is room for", 3, []float64{3, 4}, []int{0, 1}},
		{"evenly spread and with the last", 2, []float64{3, 4, 5, 6}, []int{1, 3}},
		{"the last of those that read alike", 2, []float64{3, 4, 4.01, 4.02, 5, 6}, []int{3, 5}},
		{"each once", 3, []float64{3, 4, 4.01, 4.02, 4.03, 5}, []int{0, 4, 5}},
		{"all at once", 3, []float64{0, 0, 0, 0}, []int{3}},
		{"nearly all at once", 3, []float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3}, []int{8, 9, 11}},
	} {
		at := func(i int) *float64 { return new(3600 * tt.hours[i]) }
		if got := told(tt.most, len(tt.hours), at); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}
