package funnel_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/internal/svg"
	"github.com/leadline-go/leadline/lead"
)

// named is the sample with other names.
func named(name func(i int, text string) string) *funnel.Report {
	r, i := sample(), 0
	everyText(reflect.ValueOf(r).Elem(), "", func(path, text string) string {
		if regexp.MustCompile(`Kind$|State$|End$|Per$|Basis$|Text$`).MatchString(path) || strings.HasPrefix(text, "(") {
			return text
		}
		i++
		return name(i, text)
	})
	return r
}

// times1000 is the sample with larger counts.
func times1000() *funnel.Report {
	r := sample()
	var grow func(v reflect.Value)
	grow = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				grow(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				grow(v.Index(i))
			}
		case reflect.Struct:
			if v.Type() != reflect.TypeFor[time.Time]() {
				for _, field := range v.Fields() {
					grow(field)
				}
			}
		case reflect.Int64:
			v.SetInt(1000 * v.Int())
		}
	}
	grow(reflect.ValueOf(r).Elem())
	return r
}

// many is a report with as many statuses, stages and periods, values and reasons.
func many(statuses, periods int, word string) *funnel.Report {
	r := sample()
	name := func(i int) string { return fmt.Sprintf("%s-%d", word, i) }
	stage, status, age, leak, exits := r.Stages[1], r.Statuses[0], r.Ages[1], r.Leaks[0], r.Exits[2]
	r.Stages, r.Statuses, r.Ages, r.Leaks, r.Exits, r.Transitions, r.Goals = r.Stages[:1], nil, nil, nil, nil, nil, nil
	h := r.HandOff
	source, reason := h.Sources[0], h.Reasons[0]
	h.Sources, h.Bands, h.Segments, h.Reasons = nil, nil, nil, nil
	for i := range statuses {
		n := name(i)
		stage.Name, stage.Title = n, lead.Text{En: "Title of " + n}
		status.Status, status.Stage, age.Status, leak.Stage, exits.Status = lead.Status(n), n, lead.Status(n), n, lead.Status(n)
		r.Stages, r.Statuses, r.Ages = append(r.Stages, stage), append(r.Statuses, status), append(r.Ages, age)
		leak.Gone = nil
		for k := range statuses {
			leak.Gone = append(leak.Gone, funnel.LeakCount{Status: lead.Status(name(k)), N: 10})
			r.Transitions = append(r.Transitions, funnel.Flow{From: lead.Status(n), To: lead.Status(name(k)), N: 10})
		}
		r.Leaks, r.Exits = append(r.Leaks, leak), append(r.Exits, exits)
		source.Value, reason.Reason = n, n
		source.Offers.Stages = append(source.Offers.Stages, funnel.StageCount{Stage: n, Reached: 3, Rate: rate(3, 9)})
		h.Sources, h.Bands, h.Segments, h.Reasons = append(h.Sources, source), append(h.Bands, source), append(h.Segments, source), append(h.Reasons, reason)
		r.Plan.Stages = append(r.Plan.Stages, r.Plan.Stages[0])
		r.Goals = append(r.Goals, funnel.Goal{Stage: n, Per: funnel.Month, AtLeast: 10, Periods: sampleGoal(10, make([]int64, periods)...)})
	}
	h.Total.Stages = source.Offers.Stages
	segment := r.Segments[0]
	r.Segments = nil
	for i := range statuses {
		segment.Value, segment.Stages = name(i), r.Stages
		r.Segments = append(r.Segments, segment)
	}
	row, period := r.Cohorts.Rows[0], h.Periods[0]
	r.Cohorts.Rows, h.Periods = nil, nil
	for i := range periods {
		row.Cells = make([]funnel.CohortCell, periods-i)
		r.Cohorts.Rows, h.Periods = append(r.Cohorts.Rows, row), append(h.Periods, period)
	}
	return r
}

func TestPageStaysSmallAndTellsWhatItCuts(t *testing.T) {
	r := many(100, 120, "status")
	page := rendered(t, r.WriteHTML)
	for what, n := range map[string]int{
		"short names": len(page), "names of 200": len(rendered(t, many(100, 120, strings.Repeat("W", 200)).WriteHTML)),
	} {
		if n > 1_000_000 {
			t.Errorf("%s: the page has %d bytes, want at most a megabyte", what, n)
		}
	}
	all := sections(t, page)
	for title, want := range map[string]string{
		"Offers by period":       "96 more periods before are in the JSON and the CSV.",
		"The cohorts in figures": "96 more cohorts before are in the JSON and the CSV.",
		"Reasons of refusal":     "75 more reasons are in the JSON and the CSV.",
		"Offers by source":       "78 more values are in the JSON and the CSV.",
		"The ages in figures":    "60 more statuses are in the JSON and the CSV.",
	} {
		if !strings.Contains(all[title].text, want) {
			t.Errorf("%s: no %q in %q", title, want, all[title].text)
		}
	}
	for p, want := range map[funnel.Picture]string{
		funnel.HandOffPicture: "… and 96 more periods before",
		funnel.CohortPicture:  "… and 96 more cohorts before",
		funnel.ReasonPicture:  "… and 84 more reasons",
		funnel.ExitPicture:    "… and 92 more statuses",
		funnel.FlowPicture:    "… and 84 more statuses that few leads were in",
		funnel.AgePicture:     "… and 86 more statuses",
		funnel.LeakPicture:    "… and 80 more stages",
		funnel.GoalPicture:    "… and 92 more goals",
	} {
		if !strings.Contains(drawnText(t, r, p), want) {
			t.Errorf("%s does not say %q", p, want)
		}
	}
}

// anchor is where a text of these classes is held.
func anchor(classes string) float64 {
	for class := range strings.FieldsSeq(classes) {
		switch class {
		case "end", "count", "share", "head", "rest", "rateof", "state":
			return 1
		case "mid", "inbar", "label", "num", "below":
			return 0.5
		}
	}
	if strings.HasPrefix(classes, "cell") && !strings.Contains(classes, "note") {
		return 0.5
	}
	return 0
}

// size is the font size of a text of these classes.
func size(classes string) float64 {
	for class := range strings.FieldsSeq(classes) {
		switch class {
		case "title":
			return 17
		case "verdict", "count":
			return 14
		case "name", "share", "side", "status", "label":
			return 13.5
		case "tick", "cell", "inbar", "num", "below":
			return 11.5
		}
	}
	return 12.5
}

func TestEverythingHasRoomInEveryPicture(t *testing.T) {
	for name, r := range map[string]*funnel.Report{
		"sample": sample(), "large": times1000(), "many": many(100, 120, "status"),
		"wide":          named(func(i int, s string) string { return strings.Repeat("W", 200) + s }),
		"right to left": named(func(i int, s string) string { return strings.Repeat("נמכר ", 40) + s }),
		"empty names":   named(func(i int, s string) string { return " " }),
		"titles":        hostileTitles(t, "Marketing qualified lead "), "long titles": hostileTitles(t, strings.Repeat("Marketing qualified ", 5)),
		"wide titles": hostileTitles(t, strings.Repeat("W", 200)), "Chinese titles": hostileTitles(t, strings.Repeat("漢", 70)),
		"titles from right to left": hostileTitles(t, strings.Repeat("נמכר ", 40)),
	} {
		for _, p := range r.Pictures() {
			list := elements(t, xml.NewDecoder(strings.NewReader(drawnText(t, r, p))))
			var height float64
			if _, err := fmt.Sscanf(list[0].attr("viewBox"), "0 0 400 %g", &height); err != nil {
				t.Fatal(err)
			}
			type line struct {
				text       string
				left, end_ float64
			}
			lines := map[string][]line{}
			for _, e := range list {
				class := e.attr("class")
				if e.name == "tspan" {
					class = strings.TrimPrefix(e.parents[len(e.parents)-1], "text ")
				} else if e.name == "rect" {
					if x, y := e.number(t, "x"), e.number(t, "y"); x < 0 || x+e.number(t, "width") > 400 || y < 0 || y+e.number(t, "height") > height {
						t.Errorf("%s of %s: %v runs out of the picture", p, name, e.attrs)
					}
				}
				if e.name != "tspan" && (e.name != "text" || e.attr("x") == "") {
					continue
				}
				width := svg.Width(e.text, size(class))
				if slices.Contains([]string{"exits"}, string(p)) && strings.HasPrefix(class, "cell") {
					width = min(width, 140)
				}
				x, y := e.number(t, "x"), e.number(t, "y")
				if p != funnel.ExitPicture || !strings.HasPrefix(class, "cell") {
					x -= anchor(class) * width
				}
				if x < 2 && name != "large" || x+width > 399 || y < 12 || y > height-6 {
					t.Errorf("%s of %s: %q of class %s runs from %.1f to %.1f at %.1f of %.1f", p, name, e.text, class, x, x+width, y, height)
				}
				lines[e.attr("y")] = append(lines[e.attr("y")], line{e.text, x, x + width})
			}
			// Pictures of rows have no two texts in each other; in a curve and a
			// flow texts lie between lines.
			if p == funnel.ExitPicture || p == funnel.FlowPicture || p == funnel.CurvePicture {
				continue
			}
			for _, l := range lines {
				slices.SortFunc(l, func(a, b line) int { return int(1000 * (a.left - b.left)) })
				for i := 1; i < len(l); i++ {
					if l[i].left < l[i-1].end_-0.5 && l[i].text != l[i-1].text {
						t.Errorf("%s of %s: %q runs into %q", p, name, l[i-1].text, l[i].text)
					}
				}
			}
		}
	}
}

func TestPictureThatTheReportHasNotIsAnError(t *testing.T) {
	r := report(t, abc(t), nil, funnel.Options{AsOf: day(10)})
	for _, p := range []funnel.Picture{"", "pie", funnel.HandOffPicture, funnel.FlowPicture} {
		var b strings.Builder
		if err := r.WritePicture(&b, p); !errors.Is(err, funnel.ErrNoPicture) || b.Len() > 0 {
			t.Errorf("%q: got %v and %d bytes", p, err, b.Len())
		}
	}
}

// Each picture has an id of its own in the page, a title and a description.
func TestEveryPictureOfThePageDescribesItself(t *testing.T) {
	ids := map[string]bool{}
	for _, e := range parsePage(t, rendered(t, sample().WriteHTML)) {
		switch e.name {
		case "svg":
			if id := e.attr("id"); ids[id] || e.attr("role") != "img" {
				t.Errorf("the picture %s is there twice, or none", id)
			} else {
				ids[id] = true
			}
		case "desc":
			if len(e.text) < 80 || !regexp.MustCompile(`\d`).MatchString(e.text) {
				t.Errorf("the description %q tells no figures", e.text)
			}
		}
	}
	if len(ids) != 11 {
		t.Errorf("got the pictures %v, want 11", ids)
	}
}
