package funnel_test

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
)

func zoneOf(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// The week is one of Vienna, from Monday to Monday, told on a Friday afternoon.
func viennaWeek(t *testing.T) funnel.Options {
	zone := zoneOf(t, "Europe/Vienna")
	at := func(d, hour int) time.Time { return time.Date(2026, 3, d, hour, 0, 0, 0, zone) }
	return funnel.Options{
		From: at(2, 0), To: at(9, 0), AsOf: at(13, 16), Zone: zone,
		Inputs: []funnel.Input{{Name: "visits", From: at(2, 0), To: at(9, 12), Value: 1}},
	}
}

func TestTimesAreToldInTheZone(t *testing.T) {
	o := viennaWeek(t)
	for _, basis := range []funnel.Basis{funnel.Cohort, funnel.Activity} {
		o.Basis = basis
		r := report(t, weekFunnel(t), week(), o)
		for name, write := range map[string]func(io.Writer) error{"text": r.WriteText, "Markdown": r.WriteMarkdown, "HTML": r.WriteHTML, "the hand-off alone": r.Only(funnel.HandOffPart).WriteText} {
			got := strings.NewReplacer(`\-`, "-", "\n", " ", "    ", "").Replace(rendered(t, write))
			for _, want := range []string{"from 2026-03-02 until before 2026-03-09", "by 2026-03-13 16:00 CET. Days are those of Europe/Vienna."} {
				if !strings.Contains(got, want) {
					t.Errorf("%s, %s: expected %q in\n%.600s", basis, name, want, got)
				}
			}
			if name != "the hand-off alone" && !strings.Contains(got, "2026-03-09 12:00 CET") {
				t.Errorf("%s, %s: an input figure is not in the zone", basis, name)
			}
			if strings.Contains(got, "UTC") {
				t.Errorf("%s, %s: a time is in UTC", basis, name)
			}
		}
	}
}

// A clock shows another name in summer, and a day need not begin at midnight.
func TestTheNameOfTheZoneIsThatOfTheTime(t *testing.T) {
	for _, tt := range []struct {
		zone *time.Location
		to   time.Time
		want string
	}{
		{nil, day(30), "before 2026-04-01, and how far they got by 2026-03-12 00:00 UTC."},
		{zoneOf(t, "Europe/Vienna"), day(30), "before 2026-04-01 02:00 CEST, and how far they got by 2026-03-12 01:00 CET. Days are those of Europe/Vienna."},
		{zoneOf(t, "Asia/Kolkata"), day(30).Add(-330 * time.Minute), "before 2026-04-01, and how far they got by 2026-03-12 05:30 IST."},
		{zoneOf(t, "America/Sao_Paulo"), day(30), "before 2026-03-31 21:00 -03, and how far they got by 2026-03-11 21:00 -03."},
		{time.FixedZone("", 3600), day(30), "before 2026-04-01 01:00 +0100, and how far they got by 2026-03-12 01:00 +0100."},
		{time.FixedZone("\x1b[31m", 3600), day(30), `before 2026-04-01 01:00 \x1b[31m, and how far they got by 2026-03-12 01:00 \x1b[31m.`},
	} {
		r := report(t, weekFunnel(t), week(), funnel.Options{To: tt.to, AsOf: day(10), Zone: tt.zone})
		if got := strings.Join(strings.Fields(rendered(t, r.WriteText)), " "); !strings.Contains(got, tt.want) {
			t.Errorf("%v: expected %q in\n%.600s", tt.zone, tt.want, got)
		}
	}
}

func TestDataNamesTheZoneAndHasTimesInUTC(t *testing.T) {
	o := viennaWeek(t)
	for want, zone := range map[string]*time.Location{"UTC": nil, "Europe/Vienna": o.Zone} {
		o.Zone = zone
		r := report(t, weekFunnel(t), week(), o)
		var got struct {
			Zone   string            `json:"zone"`
			Window map[string]string `json:"window"`
			AsOf   string            `json:"as_of"`
		}
		if err := json.Unmarshal([]byte(rendered(t, r.WriteJSON)), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[string]string{"from": "2026-03-01T23:00:00Z", "to": "2026-03-08T23:00:00Z"}, got.Window); diff != "" {
			t.Errorf("%s: window (-want +got)\n%s", want, diff)
		}
		if got.Zone != want || got.AsOf != "2026-03-13T15:00:00Z" || r.Zone != want {
			t.Errorf("got %s and %s, want %s", got.Zone, got.AsOf, want)
		}
		table := rendered(t, r.WriteCSV)
		for _, line := range []string{"zone,," + want, "from,,2026-03-01T23:00:00Z", "to,,2026-03-08T23:00:00Z", "as_of,,2026-03-13T15:00:00Z"} {
			if !strings.Contains(table, ","+line+"\n") {
				t.Errorf("%s: no %s in\n%.300s", want, line, table)
			}
		}
	}
}
