package funnel

import (
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
		{"2026-03-02T08:30:05.25Z", false, "2026-03-02 08:30:05.25 UTC"},
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
