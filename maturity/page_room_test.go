package maturity

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/internal/svg"
)

// roomy are the font sizes of the pictures by class, bold ones with what bold adds.
var roomy = map[string]float64{
	"title": 17 * 1.07, "head": 14 * 1.07, "verdict": 14 * 1.07, "warning": 12 * 1.07, "area": 12 * 1.07,
	"text": 12, "end": 11.5, "small": 11.5, "count": 11.5, "date": 11, "stage": 11.5, "mark": 11.5 * 1.07, "axis": 11.5 * 1.07, "region": 11.5 * 1.07, "doubt": 12,
}

// wordy is a model all of whose names are as long as they may be.
func wordy(t *testing.T) *Model {
	t.Helper()
	s := Default()
	long := func(n int, ts ...*Text) {
		words := strings.Repeat("Verantwortungsbereich Qualifizierung Übergabe ", 20)
		cut := strings.TrimSpace(string([]rune(words)[:n]))
		for _, text := range ts {
			*text = Text{cut, cut}
		}
	}
	for i := range s.Departments {
		long(maxLabel, &s.Departments[i].Name)
	}
	for _, a := range axes() {
		x := s.axis(a)
		long(maxLabel, &x.Name)
		for i := range x.Stages {
			long(maxLabel, &x.Stages[i].Name)
		}
	}
	for i := range s.Areas {
		long(maxLabel, &s.Areas[i].Name)
	}
	for i := range s.Statements {
		long(maxText, &s.Statements[i].Text)
	}
	for i := range s.Indicators {
		long(maxLabel, &s.Indicators[i].Name)
	}
	long(maxLabel, &s.Classes.Above.Name, &s.Classes.Below.Name, &s.Classes.OnPath.Name)
	return compile(t, s)
}

// With the longest names a model may have, no text leaves a picture.
func TestLongNamesStayInThePictures(t *testing.T) {
	m := wordy(t)
	for _, in := range []Input{whatIf(t, m), story(t, m), {At: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}} {
		r := evaluate(t, m, in)
		page := written(t, func(b *bytes.Buffer) error { return r.WriteHTML(b, De) })
		pictures := strings.Split(page, "<svg ")[1:]
		for _, picture := range pictures {
			picture, _, _ = strings.Cut(picture, "</svg>")
			lines, class := 0, ""
			for _, e := range readElements(t, "<svg "+picture+"</svg>", false) {
				if e.name == "text" {
					class = e.attr("class")
				}
				if (e.name == "text" || e.name == "tspan") && e.attr("x") != "" {
					lines++
					checkRoom(t, &e, class)
				}
			}
			if lines == 0 {
				t.Error("a picture without text")
			}
		}
		if len(pictures) < 3 {
			t.Errorf("%d pictures", len(pictures))
		}
	}
}

func checkRoom(t *testing.T, e *pageElement, class string) {
	t.Helper()
	size := roomy[strings.Fields(class)[0]]
	if size == 0 {
		t.Fatalf("no size for %s", class)
	}
	text := strings.TrimSpace(e.own)
	x, width := coordinate(t, e, "x"), svg.Width(text, size)
	switch {
	case strings.Contains(class, "end"), strings.Contains(class, "row"), strings.Contains(class, "accent"):
		x -= width
	case strings.Contains(class, "mark"), strings.Contains(class, "column"), strings.Contains(class, "doubt"):
		x -= width / 2
	}
	if x < 0 || x+width > matrixWidth {
		t.Errorf("%s %q from %g to %g", class, text, x, x+width)
	}
}
