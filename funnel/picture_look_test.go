package funnel_test

import (
	"encoding/xml"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

func drawnShapes(t testing.TB, r *funnel.Report, p funnel.Picture) []element {
	t.Helper()
	return elements(t, xml.NewDecoder(strings.NewReader(drawnText(t, r, p))))
}

// points are the corners of a polygon or polyline.
func points(t testing.TB, e element) (list [][2]float64) {
	t.Helper()
	for pair := range strings.FieldsSeq(e.attr("points")) {
		var x, y float64
		if _, err := fmt.Sscanf(pair, "%g,%g", &x, &y); err != nil {
			t.Fatalf("%q: %v", pair, err)
		}
		list = append(list, [2]float64{x, y})
	}
	return list
}

// A lead in ten arrives: the curve and its band fill the picture and go on to its end.
func TestTheCurveFillsItsPicture(t *testing.T) {
	var rows []lead.Transition
	for i := range 100 {
		if i < 4 {
			rows = append(rows, path(fmt.Sprint(i), "a@0", "b@1", fmt.Sprintf("c@%d", 5*i+5))...)
		} else {
			rows = append(rows, path(fmt.Sprint(i), "a@0")...)
		}
	}
	r := report(t, abc(t), rows, funnel.Options{AsOf: day(60)})
	var curve, band [][2]float64
	for _, e := range drawnShapes(t, r, funnel.CurvePicture) {
		switch {
		case e.attr("class") == "curve" && e.name == "polyline":
			curve = points(t, e)
		case e.attr("class") == "band" && e.name == "polygon":
			band = points(t, e)
		}
	}
	right := func(list [][2]float64) (x float64) {
		for _, p := range list {
			x = max(x, p[0])
		}
		return x
	}
	if len(band) == 0 || right(band) != right(curve) {
		t.Errorf("the band ends at %v, the curve at %v", right(band), right(curve))
	}
	top, bottom := math.Inf(1), 0.0
	for _, p := range band {
		top = min(top, p[1])
	}
	for _, p := range curve {
		bottom = max(bottom, p[1])
	}
	if bottom-top < 95 { // of 190
		t.Errorf("the band takes %.1f of 190 in height", bottom-top)
	}
	if !strings.Contains(drawnText(t, r, funnel.CurvePicture), "the axis ends at 20\u00a0%, not at 100\u00a0%") && !strings.Contains(drawnText(t, r, funnel.CurvePicture), "the axis ends at 20 %, not at 100 %") {
		t.Error("the axis does not say where it ends")
	}
	if text := drawnText(t, sample(), funnel.CurvePicture); strings.Contains(text, "the axis ends") || !strings.Contains(text, "100 %") {
		t.Error("a curve that goes above a half has another axis than to 100 %")
	}
}

// The counts of moves do not lie in each other, and lie on paper.
func TestCountsOfMovesCanBeRead(t *testing.T) {
	type box struct{ x1, y1, x2, y2 float64 }
	for name, r := range map[string]*funnel.Report{"sample": sample(), "demo": demoReport(t)} {
		var boxes []box
		var labels int
		for _, e := range drawnShapes(t, r, funnel.FlowPicture) {
			class := e.attr("class")
			if e.name == "rect" && class == "paper" && e.attr("x") != "0" {
				x, y := e.number(t, "x"), e.number(t, "y")
				boxes = append(boxes, box{x, y, x + e.number(t, "width"), y + e.number(t, "height")})
			}
			if e.name == "text" && strings.HasPrefix(class, "n n") && strings.HasSuffix(class, " mid") {
				labels++
			}
		}
		if labels < 5 || len(boxes) != labels {
			t.Errorf("%s: %d counts on arcs, %d of them on paper", name, labels, len(boxes))
		}
		for i, a := range boxes {
			for _, b := range boxes[:i] {
				if a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2 {
					t.Errorf("%s: two counts lie in each other: %v and %v", name, a, b)
				}
			}
		}
	}
}

func TestOneMoveAndEightLookDifferent(t *testing.T) {
	r := sample()
	r.Transitions = []funnel.Flow{{From: "inquiry", To: "engaged", N: 1000}, {From: "engaged", To: "mql", N: 64}, {From: "mql", To: "sal", N: 8}}
	var widths []float64
	for _, e := range drawnShapes(t, r, funnel.FlowPicture) {
		if e.name == "path" && e.attr("class") == "forward" && e.attr("stroke-width") != "" {
			widths = append(widths, e.number(t, "stroke-width"))
		}
	}
	widths = widths[:3]
	if widths[0] < 2.5*widths[1] || widths[1] < 2*widths[2] {
		t.Errorf("1,000, 64 and 8 moves are %v thick", widths)
	}
}

// All bars of one period are those of all periods: they are drawn once.
func TestOnePeriodIsDrawnOnce(t *testing.T) {
	bars := func(o funnel.Options) (names []string) {
		o.AsOf = day(10)
		for _, e := range drawnShapes(t, report(t, sales(t), fates(), o), funnel.HandOffPicture) {
			if e.name == "text" && e.attr("class") == "text" && e.attr("x") == "12" {
				names = append(names, e.text)
			}
		}
		return names
	}
	if got := bars(funnel.Options{}); !slices.Equal(got, []string{"2026-03"}) {
		t.Errorf("one month: %q", got)
	}
	if got := bars(funnel.Options{Per: funnel.Week}); !slices.Equal(got, []string{"all", "2026-03-02", "2026-03-09"}) {
		t.Errorf("two weeks: %q", got)
	}
	if text := drawnText(t, report(t, sales(t), fates(), funnel.Options{AsOf: day(10), Per: funnel.Week}), funnel.HandOffPicture); !strings.Contains(text, "offered in week of") || !strings.Contains(text, "week of 2026-03-02: ") {
		t.Error("the picture does not say that its periods are weeks")
	}
}

// Every end of an offer has its number, also where it is too few to hold one.
func TestSliversHaveTheirNumbers(t *testing.T) {
	var texts []string
	for _, e := range drawnShapes(t, sample(), funnel.HandOffPicture) {
		if class := e.attr("class"); class == "inbar" || class == "below" {
			texts = append(texts, e.text)
		}
	}
	for _, want := range []string{"402", "171", "63", "12", "47", "! 28"} {
		if !slices.Contains(texts, want) {
			t.Errorf("no number %q among %q", want, texts)
		}
	}
}

// What carries meaning has edges that can be told from the paper: 3:1 by WCAG 2.2,
// 1.4.11, by day and by night.
func TestEdgesCanBeSeen(t *testing.T) {
	luminance := func(hex string) float64 {
		var l float64
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
			if err != nil {
				t.Fatal(err)
			}
			v := float64(n) / 255
			if v <= 0.04045 {
				v /= 12.92
			} else {
				v = math.Pow((v+0.055)/1.055, 2.4)
			}
			l += weight * v
		}
		return l
	}
	r := sample()
	for p, classes := range map[funnel.Picture][]string{
		funnel.FunnelPicture:  {".gap", ".most .gap", ".skip"},
		funnel.CurvePicture:   {".band"},
		funnel.ExitPicture:    {".still", ".on3", ".out2", ".out3", ".other"},
		funnel.HandOffPicture: {".soft", ".warnsoft", ".blank"},
		funnel.FlowPicture:    {".node", ".outside"},
	} {
		text := drawnText(t, r, p)
		var themes []map[string]string
		for _, block := range regexp.MustCompile(`\{[^{}]*--paper:[^{}]*\}`).FindAllString(text, -1) {
			colours := map[string]string{}
			for _, m := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6})`).FindAllStringSubmatch(block, -1) {
				colours[m[1]] = m[2]
			}
			themes = append(themes, colours)
		}
		if len(themes) != 2 {
			t.Fatalf("%s: %d themes", p, len(themes))
		}
		for _, class := range classes {
			m := regexp.MustCompile(regexp.QuoteMeta(class) + ` \{[^}]*stroke: var\(--([a-z-]+)\)`).FindStringSubmatch(text)
			if m == nil {
				t.Errorf("%s: %s has no edge", p, class)
				continue
			}
			for i, colours := range themes {
				a, b := luminance(colours[m[1]]), luminance(colours["paper"])
				if c := (max(a, b) + 0.05) / (min(a, b) + 0.05); c < 3 {
					t.Errorf("%s: the edge of %s has a contrast of %.2f in theme %d", p, class, c, i)
				}
			}
		}
	}
}

func TestTablesOfThePageHaveNamesOfTheirOwn(t *testing.T) {
	r := sample()
	r.By = "source"
	r.HandOff.Segments = r.HandOff.Sources
	seen, captions := map[string]bool{}, 0
	page := rendered(t, r.WriteHTML)
	for _, e := range parsePage(t, page) {
		if e.attr("role") == "region" {
			if name := e.attr("aria-label"); name == "" || seen[name] {
				t.Errorf("the name %q is there twice, or none", name)
			} else {
				seen[name] = true
			}
		}
		if e.name == "caption" {
			captions++
			if e.text == "" || !seen[e.text] {
				t.Errorf("the caption %q is not that of its region", e.text)
			}
		}
	}
	if tables := strings.Count(page, "<table>"); captions != tables || tables < 10 {
		t.Errorf("%d captions of %d tables", captions, tables)
	}
	if !seen["Offers by source"] || !seen["Offers by the label source"] {
		t.Errorf("the tables by source are called %v", seen)
	}
}
