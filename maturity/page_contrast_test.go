package maturity

import (
	"bytes"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// colours reads the variables of a picture's theme: the light ones, then the dark.
func colours(t *testing.T, picture string) [2]map[string]string {
	t.Helper()
	var themes [2]map[string]string
	light, dark, ok := strings.Cut(picture, "prefers-color-scheme: dark")
	if !ok {
		t.Fatal("no dark theme")
	}
	for i, part := range []string{light, dark} {
		themes[i] = map[string]string{}
		for _, m := range regexp.MustCompile(`(--[a-z-]+): (#[0-9a-f]{6})`).FindAllStringSubmatch(part, -1) {
			themes[i][m[1]] = m[2]
		}
	}
	return themes
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	v, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		c := float64(v>>(16-8*i)&255) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// variable returns the colour that a class has for fill or stroke: that of its own rule,
// else ink, which the picture has.
func variable(picture, class, property string) string {
	rule := regexp.MustCompile(`\.` + regexp.QuoteMeta(class) + ` \{[^}]*\b` + property + `: var\((--[a-z-]+)\)`).FindStringSubmatch(picture)
	if rule == nil {
		return "--ink"
	}
	return rule[1]
}

// The zones of the matrix are told apart by their borders, without colour, and texts are
// legible on all of them: WCAG 2.2, 1.4.11 and 1.4.3.
func TestZonesAndTextsOfTheMatrixHaveContrast(t *testing.T) {
	if got := contrast(t, "#ffffff", "#767676"); math.Abs(got-4.54) > 0.005 { // as WCAG's own tools say
		t.Fatalf("contrast %g, want 4.54", got)
	}
	m := compile(t, Default())
	for what, r := range map[string]*Report{"story": evaluate(t, m, story(t, m)), "above": evaluate(t, m, claim(m, Cell{1, 3}))} {
		picture := written(t, func(b *bytes.Buffer) error { return r.WriteSVG(b, De) })
		zones := []string{variable(picture, "above", "fill"), variable(picture, "below", "fill"), variable(picture, "on", "fill"), "--paper"}
		borders := 0
		for _, e := range readElements(t, picture, false) {
			if e.name == "rect" && e.attr("class") == "zone" && coordinate(t, &e, "x") >= left {
				borders++
			}
		}
		if borders != 1+Stages { // the whole, and each cell of the line: no two zones meet elsewhere
			t.Errorf("%s: %d borders", what, borders)
		}
		for mode, theme := range colours(t, picture) {
			for _, zone := range zones {
				for class, property := range map[string]string{"zone": "stroke", "where": "fill", "then": "fill", "unsure": "stroke", "stop": "fill", "today": "fill", "target": "stroke", "measure": "fill"} {
					if got := contrast(t, theme[variable(picture, class, property)], theme[zone]); got < 3 && !(class == "measure" && zone != "--paper") {
						t.Errorf("%s, mode %d: %s on %s has a contrast of %.2f", what, mode, class, zone, got)
					}
				}
				for _, class := range []string{"date", "mark"} {
					if got := contrast(t, theme[variable(picture, class, "fill")], theme[zone]); got < 4.5 {
						t.Errorf("%s, mode %d: text %s on %s has a contrast of %.2f", what, mode, class, zone, got)
					}
				}
			}
			for class, zone := range map[string]string{"region.warn": zones[0], "region.accent": zones[1], "axis": "--paper", "text": "--paper", "stage": "--paper"} {
				if got := contrast(t, theme[variable(picture, class, "fill")], theme[zone]); got < 4.5 {
					t.Errorf("%s, mode %d: text %s on %s has a contrast of %.2f", what, mode, class, zone, got)
				}
			}
		}
	}
}
