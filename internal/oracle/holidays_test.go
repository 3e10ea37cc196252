package oracle

import (
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/at"
)

// A library of public holidays is plugged in as a calendar's holiday_func: the
// lifecycle names it, the integrator gives one line of Go.
func TestALibraryOfPublicHolidaysAsHolidayFunc(t *testing.T) {
	austria := cal.NewBusinessCalendar()
	austria.AddHoliday(at.Holidays...)

	spec := lead.Standard()
	spec.Calendars["office"] = lead.Calendar{
		Zone: "Europe/Vienna",
		Week: map[string]string{
			"mon": "08:00-17:00", "tue": "08:00-17:00", "wed": "08:00-17:00", "thu": "08:00-17:00", "fri": "08:00-14:00",
		},
		HolidayFunc: "austria",
	}
	m, err := lead.Compile(spec, lead.Bindings[*contact]{
		Holidays: map[string]func(time.Time) bool{"austria": func(day time.Time) bool {
			_, observed, _ := austria.IsHoliday(day)
			return observed
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	vienna, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		t.Fatal(err)
	}
	// The MQL of the standard lifecycle is due within 8 working hours. The public
	// holidays of Austria in 2026 are those of the law (BGBl. 153/1957 as amended).
	for _, tt := range []struct{ name, entered, due string }{
		{"before Epiphany, a Tuesday", "2026-01-05 12:00", "2026-01-07 11:00"},
		{"before Easter Monday", "2026-04-03 12:00", "2026-04-07 14:00"},
		{"before the first of May, a Friday", "2026-04-30 15:00", "2026-05-04 14:00"},
		{"before Ascension Day", "2026-05-13 10:00", "2026-05-15 09:00"},
		{"before Whit Monday", "2026-05-22 13:00", "2026-05-26 15:00"},
		{"before Corpus Christi", "2026-06-03 16:30", "2026-06-08 09:30"},
		{"before the National Day, a Monday", "2026-10-23 13:59", "2026-10-27 15:59"},
		{"before Christmas: the 24th is a working day, the 25th and 26th are not", "2026-12-24 16:00", "2026-12-28 15:00"},
		{"on a holiday: from the next opening", "2026-10-26 11:00", "2026-10-27 16:00"},
	} {
		entered, err := time.ParseInLocation("2006-01-02 15:04", tt.entered, vienna)
		if err != nil {
			t.Fatal(err)
		}
		tr, err := m.Next(t.Context(), lead.State{LeadID: "L"}, lead.Command[*contact]{ID: "L", Event: lead.EventOpen, Into: "mql", At: entered})
		if err != nil {
			t.Fatal(err)
		}
		if got := tr.Due.In(vienna).Format("2006-01-02 15:04"); got != tt.due {
			t.Errorf("%s: entered %s, due %s, want %s", tt.name, tt.entered, got, tt.due)
		}
	}
}
