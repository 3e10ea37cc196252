package funnel_test

import (
	"encoding/xml"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
)

// kept are the figures that the page leaves to the other formats, or writes in
// another way than as a count or in days.
var kept = regexp.MustCompile(`\.(From|To|Kind|Per|Topic|About|Code|Was)$` +
	`|\.Agenda\[\d\]\.(Side|Value)|\.Findings\[\d\]\.(Value|Where)` +
	`|\.(Periods|Sources|Bands|Segments)\[\d\]\.Offers\.(Decision|FirstTouch)\.(Met|Missed|NotYetDue|Unmeasured|Time)` +
	`|\.Periods\[\d\]\.Offers\.(Untouched|Stages)|\.(Sources|Bands|Segments)\[\d\]\.Offers\.Stages\[\d\]\.(Stage|Rate)` +
	`|\.HandOff\.Total\.Stages\[\d\]\.Rate` +
	`|\.HandOff\.Reasons\[\d\]\.(Reason|Title\.De)` + // the title stands for the code
	`|\.Cohorts\.(Left|Rows\[\d\]\.(Mature|Rate|Cells\[\d\]\.(N|Total|Complete)|Within\[\d\]\.(Rate|Complete)))` +
	`|\.Curve\.Points\[\d\]\.(Done|Low|High)|\.(Share|Still|Times)\[\d\]|\.Exits\[\d\]\.(Times|StillLow|StillHigh|Ways\[\d\]\.(Low|High))` +
	`|\.Still\.(Low|High)|\.Inputs\[\d\]\.Value|\.Velocity\.(Mean|Sum|PerDay)`)

func TestPageHasTheFiguresOfEveryPart(t *testing.T) {
	for _, part := range []string{"HandOff", "Goals", "Plan", "Inputs", "Cohorts", "Curve", "Exits", "Ages", "Leaks", "Velocity", "Findings"} {
		r := &funnel.Report{AsOf: day(10), By: "by"}
		d := distinct{n: 100}
		d.fill(reflect.ValueOf(r).Elem().FieldByName(part))
		if d.n > 999 {
			t.Fatalf("%s: %d figures are too many: these tests write them with three digits", part, d.n)
		}
		if r.Cohorts != nil {
			// All cohorts have the same days.
			for _, row := range r.Cohorts.Rows[1:] {
				for i := range row.Within {
					row.Within[i].Days = r.Cohorts.Rows[0].Within[i].Days
				}
			}
		}
		var all strings.Builder // all cells and texts, apart from each other
		text := rendered(t, r.WriteHTML)
		for _, e := range parsePage(t, text) {
			if e.name == "li" || e.name == "h2" || e.name == "title" || e.name == "desc" {
				all.WriteString(e.text + " \n ")
			}
		}
		for _, s := range sections(t, text) {
			all.WriteString(strings.Join(append(slices.Concat(s.rows...), s.text), " \n "))
		}
		page := strings.NewReplacer("\u00a0", " ", "\u2060", "").Replace(all.String())
		found := 0
		figures(reflect.ValueOf(r).Elem().FieldByName(part), "."+part, kept, func(path, figure string) {
			found++
			if !regexp.MustCompile(`(^|[^0-9A-Za-z.])` + regexp.QuoteMeta(figure) + `($|[^0-9A-Za-z])`).MatchString(page) {
				t.Errorf("the page lacks %s, %s", path, figure)
			}
		})
		if found < 2 {
			t.Errorf("%s: only %d figures were looked for", part, found)
		}
	}
}

func TestTablesOfThePicturesOfThePage(t *testing.T) {
	all := sections(t, rendered(t, sample().WriteHTML))
	for title, want := range map[string]map[int][]string{
		"Offers by period": {
			1: {"all", "723", "402", "171", "63", "12", "75", "28", "63.2 % | 59.4–66.9", "55.6 % | 52.0–59.2", "87.2 % | 84.4–89.5", "79.9 % | 75.7–83.5"},
			9: {"2026-08", "74", "50", "17", "6", "1", "0", "0", "68.5 % | 57.1–78.0", "67.6 % | 56.3–77.1", "93.2 % | 84.9–97.0", "80.0 % | 67.0–88.8"},
		},
		"The clocks": {
			1: {"Answer to the offer", "579", "85", "47", "12", "87.2 % | 84.4–89.5", "636", "75", "3.2 h", "3.9 h", "11.0 h", "4.7 h"},
		},
		"Reasons of refusal": {
			2: {"missing_data", "returned", "marketing", "63", "26.9 % | 21.6–32.9", "web 20, fair 9", "web 20, fair 9"},
			4: {"no_budget", "rejected", "nobody in particular", "22", "9.4 % | 6.3–13.8", "web 20, fair 9", "web 20, fair 9"},
		},
		"The goals in figures": {
			3: {"Marketing qualified | 2026-03, missed", "80", "77", "", "", ""},
			9: {"Marketing qualified | 2026-09, open", "80", "41", "39", "210", "12–24"},
		},
		"The plan in figures": {
			// 20 wins at 61 of 684: 20·684/61 = 224.26.
			3: {"Marketing qualified", "8.9 % | 7.0–11.3", "225", "178", "286"},
		},
		"The cohorts in figures": {
			8: {"2026-08 | not mature", "184", "10 | 5.4 %", "15* | 8.2 %", "", "", "", "", "", "", "", "15 | 8.2 % (5.0–13.0)"},
		},
		"Reached Won within so many days of coming in": {
			8: {"2026-08", "184", "4 | 2.2 %", "9* | 4.9 %", "13* | 7.1 %"},
		},
		"The exits in figures": {
			4: {"Inquiry", "still open", "75", "12.9 %"},
			5: {"Marketing qualified | 640 visits, up to 48.0 d", "Sales accepted", "360", "60.0 %"},
		},
		"The ages in figures": {
			2: {"Engaged", "250", "7", "52", "45", "37", "30", "22", "15", "7", "1"},
		},
		"The leakage in figures": {
			1: {"Inquiry", "465", "300", "Disqualified 90, Recycled 60, Lost 10, other 5"},
		},
		"As supplied": {
			2: {"media spend", "2026-01-01", "2026-09-17", "36,501", "EUR"},
		},
	} {
		for i, row := range want {
			s, ok := all[title]
			if !ok || i >= len(s.rows) {
				t.Errorf("there is no line %d of %q", i, title)
				continue
			}
			var got []string
			for _, cell := range s.rows[i] {
				got = append(got, strings.NewReplacer("\u00a0", " ", "\u2060", "").Replace(cell))
			}
			if diff := cmp.Diff(row, got); diff != "" {
				t.Errorf("%s, line %d (-want +got):\n%s", title, i, diff)
			}
		}
	}
}

// shapes are what is drawn in the groups of a class, group by group.
func shapes(list []element, group string) [][]element {
	var out [][]element
	for _, e := range list {
		if e.name == "g" && e.attr("class") == group {
			out = append(out, nil)
		} else if n := len(e.parents); n > 0 && e.parents[n-1] == "g "+group && len(out) > 0 {
			out[len(out)-1] = append(out[len(out)-1], e)
		}
	}
	return out
}

func corners(t testing.TB, e element) (list [][2]float64) {
	t.Helper()
	for pair := range strings.FieldsSeq(e.attr("points")) {
		x, y, _ := strings.Cut(pair, ",")
		xv, err := strconv.ParseFloat(x, 64)
		yv, err2 := strconv.ParseFloat(y, 64)
		if err != nil || err2 != nil {
			t.Fatalf("corner %q", pair)
		}
		list = append(list, [2]float64{xv, yv})
	}
	return list
}

// What is drawn is as long as its number says.
func TestPicturesOfThePageAreToScale(t *testing.T) {
	r := sample()
	drawing := func(p funnel.Picture) []element {
		return elements(t, xml.NewDecoder(strings.NewReader(drawnText(t, r, p))))
	}
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 0.05 {
			t.Errorf("%s: got %g, want %g", what, got, want)
		}
	}
	width := func(list []element, class string) float64 {
		for _, e := range list {
			if e.name == "rect" && e.attr("class") == class {
				return e.number(t, "width")
			}
		}
		return 0
	}
	rows := shapes(drawing(funnel.HandOffPicture), "row")
	near("all accepted", width(rows[0], "good"), 194*402.0/723)
	near("all rejected", width(rows[0], "warn"), 194*171.0/723)
	near("accepted in August", width(rows[8], "good"), 194*50.0/74) // the largest has 74
	near("accepted in January", width(rows[1], "good"), 194*40.0/74)
	goals := shapes(drawing(funnel.GoalPicture), "row")
	near("goal in January", width(goals[0], "good"), 178*91.0/102)
	near("goal in September", width(goals[8], "accent"), 178*41.0/102)
	near("still possible", width(goals[8], "maybe"), 178*24.8/102)
	// The areas of exits end as high as the shares of all before, too.
	for i, panel := range shapes(drawing(funnel.ExitPicture), "panel") {
		x, k := &r.Exits[i], 0
		var frame element
		for _, e := range panel {
			if e.attr("class") == "still" {
				frame = e
			}
		}
		for _, e := range panel {
			if e.name != "polygon" {
				continue
			}
			var sum float64
			for w := range len(x.Ways) - k {
				sum += x.Ways[w].Share[len(x.Times)-1]
			}
			list := corners(t, e)
			top := list[len(list)-2][1]
			near("exits of "+string(x.Status), frame.number(t, "y")+frame.number(t, "height")-top, frame.number(t, "height")*sum)
			k++
		}
		if k != len(x.Ways) {
			t.Errorf("%s has %d areas, want %d", x.Status, k, len(x.Ways))
		}
	}
	// The curve begins at nothing and ends at the last share.
	for _, e := range drawing(funnel.CurvePicture) {
		if e.name == "polyline" && e.attr("class") == "curve" {
			list, last := corners(t, e), r.Curve.Points[len(r.Curve.Points)-1]
			near("the end of the curve", (list[0][1]-list[len(list)-1][1])/190, last.Done)
		}
	}
}

// A period is named by the day on which it begins in its zone.
func TestPeriodIsNamedByItsOwnDayInEveryZone(t *testing.T) {
	for _, zone := range []string{"UTC", "Europe/Vienna", "America/Los_Angeles", "Asia/Tokyo", "Pacific/Kiritimati"} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		r := sample()
		from := time.Date(2026, 3, 2, 0, 0, 0, 0, loc)
		r.HandOff.Periods = []funnel.OfferPeriod{
			{From: from, To: from.AddDate(0, 0, 7)},
			{From: time.Date(2026, 4, 1, 0, 0, 0, 0, loc), To: time.Date(2026, 5, 1, 0, 0, 0, 0, loc)},
		}
		var got []string
		for _, row := range shapes(elements(t, xml.NewDecoder(strings.NewReader(drawnText(t, r, funnel.HandOffPicture)))), "row") {
			for _, e := range row {
				if e.name == "text" && e.attr("class") == "text" {
					got = append(got, e.text)
				}
			}
		}
		if diff := cmp.Diff([]string{"all", "2026-03-02", "2026-04"}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", zone, diff)
		}
	}
}

// Moves on, moves out and moves back look different also without colour.
func TestMovesAreToldByTheirDash(t *testing.T) {
	list := elements(t, xml.NewDecoder(strings.NewReader(drawnText(t, sample(), funnel.FlowPicture))))
	got := map[string]int{}
	for _, e := range list {
		if e.name == "path" {
			got[e.attr("class")]++
		}
		if e.name == "style" {
			for class, dash := range map[string]bool{"forward": false, "out": true, "back": true} {
				rule := regexp.MustCompile(` \.` + class + ` \{ stroke: [^}]*`).FindString(e.text)
				if rule == "" || strings.Contains(rule, "stroke-dasharray") != dash {
					t.Errorf("the look of %s is %q", class, rule)
				}
			}
		}
	}
	// One more of each in the key.
	if diff := cmp.Diff(map[string]int{"forward": 7, "out": 6, "back": 6}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
