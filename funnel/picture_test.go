package funnel_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/internal/svg"
	"github.com/leadline-go/leadline/lead"
)

// element is what a document holds: an element with its text, that of the elements
// in it included.
type element struct {
	name, text string
	attrs      []xml.Attr
	parents    []string // classes or names, outermost first
}

func (e element) attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (e element) number(t testing.TB, name string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(e.attr(name), 64)
	if err != nil {
		t.Fatalf("%s of %+v: %v", name, e, err)
	}
	return v
}

// elements reads a document, as strictly as the decoder is.
func elements(t testing.TB, d *xml.Decoder) []element {
	t.Helper()
	var list []element
	var open, begins []int // by number; where in all its text begins
	var all strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := element{name: token.Name.Local, attrs: token.Copy().Attr}
			for _, i := range open {
				e.parents = append(e.parents, strings.TrimSpace(list[i].name+" "+list[i].attr("class")))
			}
			open, begins = append(open, len(list)), append(begins, all.Len())
			list = append(list, e)
		case xml.EndElement:
			last := len(open) - 1
			list[open[last]].text = all.String()[begins[last]:]
			open, begins = open[:last], begins[:last]
		case xml.CharData:
			all.Write(token)
		}
	}
}

func picture(t testing.TB, r *funnel.Report) []element {
	t.Helper()
	return elements(t, xml.NewDecoder(strings.NewReader(drawnText(t, r, funnel.FunnelPicture))))
}

// drawnText is a picture as it is written.
func drawnText(t testing.TB, r *funnel.Report, p funnel.Picture) string {
	t.Helper()
	return rendered(t, func(w io.Writer) error { return r.WritePicture(w, p) })
}

// drawn returns what of a class lies in the bars of a picture, its key left out.
func drawn(list []element, class string) []element {
	return slices.DeleteFunc(slices.Clone(list), func(e element) bool {
		return e.attr("class") != class || len(e.parents) < 2 || !strings.HasPrefix(e.parents[1], "g stage")
	})
}

func texts(list []element) []string {
	var out []string
	for _, e := range list {
		out = append(out, e.text)
	}
	return out
}

func TestPictureTellsCountsRatesAndWhoIsMissing(t *testing.T) {
	list := picture(t, report(t, weekFunnel(t), week(), funnel.Options{From: day(-1), To: day(5), AsOf: day(10)}))
	for class, want := range map[string][]string{
		"name":  {"inquiry", "Marketing qualified lead", "Sales accepted lead", "won"},
		"count": {"5", "4", "4", "2"},
		"share": {"100.0 %", "80.0 %", "80.0 %", "40.0 %"},
		"rate":  {"80.0 %", "100.0 %", "50.0 %"},
		"range": {"of the stage before (37.6–96.4 %)", "of the stage before (51.0–100.0 %)", "of the stage before (15.0–85.0 %)"},
		"rest":  {"1 not (yet)", "2 not (yet)"},
	} {
		if diff := cmp.Diff(want, texts(drawn(list, class))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", class, diff)
		}
	}
	if gap := drawn(list, "gap"); len(gap) != 2 || gap[0].parents[1] != "g stage" || gap[1].parents[1] != "g stage most" {
		t.Errorf("got gaps %+v, want the second to be marked as the widest", gap)
	}
}

// The bars are drawn to scale: a count is as long as its share of the longest.
func TestBarsAreToScale(t *testing.T) {
	const whole = 376
	for _, basis := range []funnel.Basis{funnel.Cohort, funnel.Activity} {
		r := report(t, weekFunnel(t), week(), funnel.Options{Basis: basis, From: day(-1), To: day(5), AsOf: day(10)})
		list := picture(t, r)
		bars, skips, gaps := drawn(list, "bar"), drawn(list, "skip"), drawn(list, "gap")
		var most int64
		for _, s := range r.Stages {
			most = max(most, s.Reached)
		}
		near := func(what string, got float64, leads int64) {
			if want := whole * float64(leads) / float64(most); math.Abs(got-want) > 0.02 {
				t.Errorf("%s: %s is %g long, want %g", basis, what, got, want)
			}
		}
		for k, s := range r.Stages {
			near(s.Name, bars[k].number(t, "width"), s.Reached-s.Skipped)
			if s.Skipped > 0 {
				near("skipped "+s.Name, skips[0].number(t, "width"), s.Skipped)
				skips = skips[1:]
			}
			if missing := s.Conversion; basis == funnel.Cohort && missing != nil && missing.Num < missing.Den {
				near("missing before "+s.Name, gaps[0].number(t, "width"), missing.Den-missing.Num)
				gaps = gaps[1:]
			}
		}
		if len(skips)+len(gaps) > 0 {
			t.Errorf("%s: skips %+v and gaps %+v are too many", basis, skips, gaps)
		}
		// The first three lines of a whisker are its halo.
		whiskers := drawn(list, "whisker")
		for _, s := range r.Stages[1:] {
			lo, hi, ok := s.Conversion.Wilson()
			if !ok {
				continue
			}
			x1, x2 := whiskers[0].number(t, "x1"), whiskers[0].number(t, "x2")
			scale := whole * float64(s.Conversion.Den) / float64(most)
			if math.Abs(x1-12-lo*scale) > 0.02 || math.Abs(x2-12-hi*scale) > 0.02 {
				t.Errorf("%s: the interval of %s is drawn from %g to %g", basis, s.Name, x1, x2)
			}
			whiskers = whiskers[3:]
		}
	}
}

func TestPictureSaysWhoseDoingsItShows(t *testing.T) {
	for _, tt := range []struct {
		name string
		rows []lead.Transition
		o    funnel.Options
		want string
	}{
		{
			"cohort", week(),
			funnel.Options{From: day(-1), To: day(5), AsOf: day(10)},
			"2 of 5 leads reached won: 40.0 % (11.8–76.9 %). Most are missing before won: 2 of 4 have not got there (yet). " +
				"Cohort basis: the leads that came in from 2026-03-01 until before 2026-03-07, and how far they got by 2026-03-12 00:00 UTC. ",
		},
		{
			"activity", week(),
			funnel.Options{Basis: funnel.Activity, From: day(1), To: day(3), AsOf: day(10)},
			"2 leads came in, 1 reached won: not necessarily the same leads. " +
				"Activity basis: what happened from 2026-03-03 until before 2026-03-05, whenever the lead came in, as known by 2026-03-12 00:00 UTC. ",
		},
		{
			"nobody", nil,
			funnel.Options{AsOf: day(10)},
			"No lead came in. Cohort basis: the leads that came in at any time, and how far they got by 2026-03-12 00:00 UTC. ",
		},
	} {
		list := picture(t, report(t, weekFunnel(t), tt.rows, tt.o))
		i := slices.IndexFunc(list, func(e element) bool { return e.name == "desc" })
		if !strings.HasPrefix(list[i].text, tt.want) {
			t.Errorf("%s: got %q, want it to begin with %q", tt.name, list[i].text, tt.want)
		}
		var shown strings.Builder
		for _, e := range list {
			if e.name == "tspan" {
				shown.WriteString(strings.ReplaceAll(e.text, "\u00a0", " ") + " ")
			}
		}
		if !strings.Contains(shown.String(), tt.want) {
			t.Errorf("%s: shows %q, want %q in it", tt.name, shown.String(), tt.want)
		}
	}
}

func TestNoStageIsTheWidestGapWhereThereIsNothingToCompare(t *testing.T) {
	two := compile(t, funnel.Spec{Name: "two", Stages: []funnel.StageSpec{stage("a"), stage("b")}})
	rows := join(path("l1", "a@1", "b@2"), path("l2", "a@1"))
	for _, tt := range []struct {
		name string
		f    *funnel.Funnel
		o    funnel.Options
	}{
		{"one step", two, funnel.Options{AsOf: day(10)}},
		{"different leads", abc(t), funnel.Options{Basis: funnel.Activity, AsOf: day(10)}},
	} {
		if text := drawnText(t, report(t, tt.f, rows, tt.o), funnel.FunnelPicture); strings.Contains(text, `class="stage most"`) || strings.Contains(text, "Most are") {
			t.Errorf("%s: a stage is marked", tt.name)
		}
	}
}

func TestRateOfNobodyIsNone(t *testing.T) {
	list := picture(t, report(t, abc(t), path("l1", "a@1"), funnel.Options{AsOf: day(10)}))
	if diff := cmp.Diff([]string{"0.0 %", "no rate"}, texts(drawn(list, "rate"))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Two pictures in one page must not share their title, description and style.
func TestPicturesOfDifferentReportsHaveDifferentIDs(t *testing.T) {
	ids := map[string]bool{}
	for _, o := range []funnel.Options{{AsOf: day(10)}, {AsOf: day(9)}, {Basis: funnel.Activity, AsOf: day(10)}} {
		ids[picture(t, report(t, weekFunnel(t), week(), o))[0].attr("id")] = true
	}
	if len(ids) != 3 {
		t.Errorf("got the ids %v, want three", ids)
	}
}

func TestNameFromRightToLeftDoesNotTurnTheFiguresAroundIt(t *testing.T) {
	f := compile(t, funnel.Spec{Name: "x", Stages: []funnel.StageSpec{stage("a"), stage("נמכר")}})
	text := drawnText(t, report(t, f, path("l1", "a@1", "נמכר@2"), funnel.Options{AsOf: day(10)}), funnel.FunnelPicture)
	if want := "1 of 1 lead reached \u2068נמכר\u2069: 100.0"; !strings.Contains(text, want) {
		t.Errorf("no %q in\n%s", want, text)
	}
}

// crowd is a report of as many stages, of long names and large numbers.
func crowd(stages int) *funnel.Report {
	r := &funnel.Report{Funnel: strings.Repeat("quarterly-", 40), Basis: funnel.Activity, AsOf: day(10)}
	for k := range stages {
		reached := int64(987_654_321 / (k + 1))
		s := funnel.Stage{Name: fmt.Sprint(strings.Repeat("W", 200), k), Reached: reached, Cumulative: funnel.Rate{Num: reached, Den: int64(1 + k)}}
		if k > 0 {
			s.Conversion = &funnel.Rate{Num: reached, Den: 2}
		}
		r.Stages = append(r.Stages, s)
	}
	return r
}

// Nothing runs out of the picture, and no two texts of a line into each other.
func TestEverythingHasRoomInThePicture(t *testing.T) {
	rows, spec := hostile()
	for name, r := range map[string]*funnel.Report{
		"one": crowd(1), "thirty": crowd(30), "zero": {Stages: make([]funnel.Stage, 4)},
		"hostile": report(t, unchecked(t, spec), rows, funnel.Options{AsOf: day(10)}),
		"week":    report(t, weekFunnel(t), week(), funnel.Options{AsOf: day(10)}),
	} {
		list := picture(t, r)
		var height float64
		if _, err := fmt.Sscanf(list[0].attr("viewBox"), "0 0 400 %g", &height); err != nil {
			t.Fatal(err)
		}
		sizes := map[string]float64{"title": 17, "verdict": 14, "name": 13.5, "count": 14, "share": 13.5}
		ends := map[string]float64{} // per line, of the text before
		for _, e := range list {
			class := e.attr("class")
			if e.name == "tspan" {
				class = strings.TrimPrefix(e.parents[len(e.parents)-1], "text ")
			} else if e.name != "text" || e.attr("x") == "" {
				continue
			}
			size, ok := sizes[class]
			if !ok {
				size = 12.5
			}
			width := svg.Width(e.text, size)
			x, y := e.number(t, "x"), e.number(t, "y")
			if class == "count" || class == "share" || class == "head" || class == "rest" {
				x -= width
			}
			if x < 11.9 || x+width > 388.1 || y < 12 || y > height-8 {
				t.Errorf("%s: %q of class %s runs from %g to %g at %g of %g", name, e.text, class, x, x+width, y, height)
			}
			if x < ends[e.attr("y")] {
				t.Errorf("%s: %q begins at %g, where the text before has not ended", name, e.text, x)
			}
			ends[e.attr("y")] = x + width
		}
		for _, e := range list {
			if e.name == "rect" && (e.number(t, "x") < 0 || e.number(t, "x")+e.number(t, "width") > 400 || e.number(t, "y")+e.number(t, "height") > height) {
				t.Errorf("%s: %+v runs out of the picture", name, e.attrs)
			}
		}
	}
}
