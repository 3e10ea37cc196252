package funnel_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// forPeople are the renderings that are read, not computed with.
func forPeople(t testing.TB, r *funnel.Report) map[string]string {
	return map[string]string{
		"text": rendered(t, r.WriteText), "Markdown": rendered(t, r.WriteMarkdown), "HTML": rendered(t, r.WriteHTML),
	}
}

// A report as of now is dated to the second; the JSON and the CSV have it exactly.
func TestNobodyReadsMicroseconds(t *testing.T) {
	asOf := day(10).Add(15*time.Minute + 43*time.Second + 804103*time.Microsecond)
	r := report(t, weekFunnel(t), week(), funnel.Options{From: day(-1).Add(1500 * time.Millisecond), AsOf: asOf})
	for name, text := range forPeople(t, r) {
		text = strings.ReplaceAll(text, "\\", "")
		if !strings.Contains(text, "2026-03-12 00:15:43 UTC") || !strings.Contains(text, "from 2026-03-01 00:00:01 UTC on") || strings.Contains(text, ".804") {
			t.Errorf("%s: not to the second:\n%.400s", name, text)
		}
	}
	for name, text := range map[string]string{"JSON": rendered(t, r.WriteJSON), "CSV": rendered(t, r.WriteCSV)} {
		if !strings.Contains(text, "2026-03-12T00:15:43.804103Z") || !strings.Contains(text, "2026-03-01T00:00:01.5Z") {
			t.Errorf("%s is not exact", name)
		}
	}
}

// Of the leads of the first stage all have reached it: that is no measurement, and has
// no range.
func TestTheFirstStageHasNoRange(t *testing.T) {
	for _, basis := range []funnel.Basis{funnel.Cohort, funnel.Activity} {
		r := report(t, abc(t), times("first", 2, "a@1"), funnel.Options{Basis: basis, AsOf: day(10), By: "origin", Wins: 1})
		for name, text := range forPeople(t, r) {
			if !strings.Contains(text, "100.0") || strings.Contains(text, "34.2") {
				t.Errorf("%s, %s: two of two have a range", basis, name)
			}
		}
	}
}

// oddTimes is a lead a minute, each later by a twentieth of the unit that is shown, so
// that many steps of the curve are told as of one time.
func oddTimes() (rows []lead.Transition) {
	for i := range 200 {
		rows = append(rows, path(fmt.Sprintf("lead %d", i), "a@0", fmt.Sprintf("b@%g", 4+float64(i)*0.005), fmt.Sprintf("c@%g", 4.1+float64(i)*0.005))...)
	}
	return rows
}

// Two shares at one time cannot both be read off a curve: the later one is shown.
func TestEachPointOfTheCurveHasATimeOfItsOwn(t *testing.T) {
	r := report(t, abc(t), oddTimes(), funnel.Options{AsOf: day(30)})
	last := map[string]string{} // share by the time that it is told of
	for _, p := range r.Curve.Points {
		last[fmt.Sprintf("%.1f d", p.Time/86400)] = fmt.Sprintf("%.1f %%", 100*p.Done)
	}
	for name, c := range map[string]struct {
		text string
		row  string
		most int
	}{
		"text":     {rendered(t, r.WriteText), `(?m)^ +(\d+\.\d d) +(\d+\.\d %) `, 6},
		"Markdown": {rendered(t, r.WriteMarkdown), `(?m)^\| (\d+\.\d d) \| (\d+\.\d %) \|`, 18},
		"HTML":     {rendered(t, r.WriteHTML), `<th scope="row">(\d+\.\d d)</th><td class="n">\d+</td><td class="n">(\d+\.\d %)</td>`, 16},
	} {
		var times []string
		for _, m := range regexp.MustCompile(c.row).FindAllStringSubmatch(strings.ReplaceAll(c.text, `\`, ""), -1) {
			times = append(times, m[1])
			if last[m[1]] != m[2] {
				t.Errorf("%s: %s after %s, want %s", name, m[2], m[1], last[m[1]])
			}
		}
		if n := len(times); n < 6 || n > c.most || times[n-1] != "5.1 d" {
			t.Errorf("%s has the times %v", name, times)
		}
		if one := slices.Compact(slices.Clone(times)); len(one) != len(times) {
			t.Errorf("%s has a time twice: %v", name, times)
		}
	}
	// The heads of the ways out are such times too.
	for line := range strings.SplitSeq(rendered(t, r.WriteText), "\n") {
		if heads := regexp.MustCompile(`\d+\.\d d`).FindAllString(line, -1); strings.Contains(line, "to   ") && len(slices.Compact(slices.Clone(heads))) != len(heads) {
			t.Errorf("a time twice: %s", line)
		}
	}
}

// Where leads arrive at once, a cohort waits for nothing but its end.
func TestCohortsThatArriveAtOnceAreYoungUntilTheirMonthIsOver(t *testing.T) {
	for what, after := range map[string]time.Duration{"at once": 0, "within a second": 300 * time.Millisecond} {
		rows := path("1", "a@1", "c@1")
		rows[1].At = rows[1].At.Add(after)
		r := report(t, abc(t), rows, funnel.Options{AsOf: day(3)})
		want := []string{" 1/1: Leads of cohorts whose month is not over: 1 of 1 (100.0 %). Their rates can still grow."}
		if diff := cmp.Diff(want, found(r, funnel.FindingShortWindow)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
		for name, text := range forPeople(t, r) {
			flat := strings.Join(strings.Fields(strings.NewReplacer(`\`, "", "&lt;", "<").Replace(text)), " ")
			says := "young: the month is not over. Do not compare with the others."
			if name == "HTML" {
				says = "A cohort is mature when its month is over"
			}
			if !strings.Contains(flat, says) {
				t.Errorf("%s, %s lacks %q", what, name, says)
			}
			for _, odd := range []string{"younger than", "1 s old", "0 s old", "mature after"} {
				if strings.Contains(flat, odd) {
					t.Errorf("%s, %s: %q", what, name, odd)
				}
			}
		}
	}
}

// What there is none of takes one line of the page, not a figure each.
func TestThePageDoesNotListWhatThereIsNoneOf(t *testing.T) {
	for name, c := range map[string]struct {
		counts funnel.Counts
		names  []string
		none   string
	}{
		"nothing left out": {
			funnel.Counts{Leads: 5, Rows: 9},
			[]string{"as of", "leads in the report", "rows of these leads"},
			"No lead was void, in no stage or outside this period. No row was read twice.",
		},
		"some": {
			funnel.Counts{Leads: 5, Rows: 9, NoStage: 1, Duplicates: 2},
			[]string{"as of", "leads in the report", "left out, in no stage", "rows of these leads", "rows read twice, counted once"},
			"No lead was void or outside this period.",
		},
		"all but one": {
			funnel.Counts{Leads: 5, Rows: 9, NoStage: 1, Outside: 1, Void: 1},
			[]string{"as of", "leads in the report", "left out as void", "left out, in no stage", "outside this period", "rows of these leads"},
			"No row was read twice.",
		},
		"all": {
			funnel.Counts{Leads: 5, Rows: 9, NoStage: 1, Outside: 1, Void: 1, Duplicates: 1},
			[]string{"as of", "leads in the report", "left out as void", "left out, in no stage", "outside this period", "rows of these leads", "rows read twice, counted once"},
			"",
		},
		"nothing at all": {funnel.Counts{}, []string{"as of", "leads in the report", "rows of these leads"}, "No lead was void, in no stage or outside this period. No row was read twice."},
	} {
		t.Run(name, func(t *testing.T) {
			page := rendered(t, (&funnel.Report{AsOf: day(1), Counts: c.counts}).WriteHTML)
			head, _, _ := strings.Cut(page, "</header>")
			var names []string
			for _, m := range regexp.MustCompile(`<dt>(.*?)</dt>`).FindAllStringSubmatch(head, -1) {
				names = append(names, m[1])
			}
			if diff := cmp.Diff(c.names, names); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			none := ""
			if m := regexp.MustCompile(`<p class="note">(.*?)</p>`).FindStringSubmatch(head); m != nil {
				none = m[1]
			}
			if none != c.none {
				t.Errorf("got %q, want %q", none, c.none)
			}
		})
	}
}

// Whoever begins is called the same wherever one reads it.
func TestTheAgendaNamesBothSidesAlike(t *testing.T) {
	r := &funnel.Report{AsOf: day(1), HandOff: &funnel.HandOff{Status: "mql", Agenda: []funnel.AgendaItem{{Text: "Definitions."}}}}
	for name, want := range map[string]string{"text": "both sides: Definitions.", "Markdown": "| both sides | Definitions. |", "HTML": "both sides:</span> Definitions."} {
		if text := strings.ReplaceAll(forPeople(t, r)[name], `\`, ""); !strings.Contains(text, want) {
			t.Errorf("%s lacks %q", name, want)
		}
	}
}

// The one remark that turns the early stages around is among the few that stand open.
func TestAdoptedLeadsAreToldFirst(t *testing.T) {
	spec := funnel.Spec{Name: "long"}
	for i := range 12 {
		spec.Stages = append(spec.Stages, stage(fmt.Sprintf("s%02d", i)))
	}
	rows := join(times("in", 3, "s00@1"), with(times("adopted", 2, "s11@2"), func(r *lead.Transition) { r.Inferred = true }))
	r := report(t, compile(t, spec), rows, funnel.Options{AsOf: day(50)})
	if r.Findings[0].Code != funnel.FindingAdopted || len(r.Findings) < 10 {
		t.Fatalf("got %d findings, first %v", len(r.Findings), r.Findings[0])
	}
	for name, text := range forPeople(t, r) {
		if name == "HTML" {
			text, _, _ = strings.Cut(text, "<details>")
		}
		if !strings.Contains(text, "Leads adopted in mid-life: 2 of 5 (40.0 %)") && !strings.Contains(text, `Leads adopted in mid\-life: 2 of 5`) {
			t.Errorf("%s does not tell", name)
		}
	}
}

// Other rules let nobody begin in the middle.
func TestAdoptedLeadsByOtherRules(t *testing.T) {
	spec := funnel.Spec{Name: "f", Stages: []funnel.StageSpec{stage("a"), stage("b")}, Match: &funnel.MatchSpec{Order: funnel.Ordered}}
	rows := inferred(1, path("x", "a@0", "b@1"))
	r := report(t, compile(t, spec), rows, funnel.Options{AsOf: day(5)})
	want := []string{" 1/1: Leads adopted in mid-life: 1 of 1 (100.0 %). What they did before is not known. Times leave them out."}
	if diff := cmp.Diff(want, found(r, funnel.FindingAdopted)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
