package svg

import (
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// hostile is text that would do harm if it were not escaped.
var hostile = []string{
	`</text><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onload='x`, `&lt;b&gt;`, `]]>`, `<![CDATA[`,
	"a\x00b\x1b[31m", "\xff\xfe", "\ufffe\uffff", "a\tb\r\nc", "</style>", "<!--", "-->", "javascript:x", "\u202eevil", "𝄞", "",
}

// elements reads a document strictly and returns the names of its elements and
// the text of each of them, in order.
func elements(t *testing.T, doc string) (names, texts []string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(doc))
	var stack []int
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF) && len(stack) == 0:
			return names, texts
		case err != nil:
			t.Fatalf("not well-formed: %v\n%s", err, doc)
		}
		switch token := token.(type) {
		case xml.StartElement:
			stack = append(stack, len(names))
			names, texts = append(names, token.Name.Local), append(texts, "")
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if len(stack) > 0 {
				texts[stack[len(stack)-1]] += string(token)
			}
		default:
			t.Fatalf("found %T in\n%s", token, doc)
		}
	}
}

// draw makes a picture with s wherever data may stand.
func draw(s string) string {
	p := New(Head{ID: "x", Width: 100, Height: 50, Lang: s, Title: s, Desc: s, Style: ".a { fill: red }"})
	p.Group(s, s+"!")
	p.Text(s, 1, 2, s)
	p.Lines("b", 1, 2, 12, []string{s, s})
	return p.String()
}

// shown is what a reader gets to see of a text.
func shown(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\r':
			return ' '
		case r < ' ' && r != '\n', r >= 0x7f && r < 0xa0, r == 0xfffe, r == 0xffff:
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

func checkHarmless(t *testing.T, s string) {
	t.Helper()
	names, texts := elements(t, draw(s))
	want := []string{"svg", "title", "desc", "style", "g", "title", "text", "text", "tspan", "tspan"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Fatalf("%q became markup (-want +got):\n%s", s, diff)
	}
	if !utf8.ValidString(s) {
		return // each bad byte is a U+FFFD, which shown leaves out
	}
	for i, want := range map[int]string{1: shown(s), 2: shown(s), 5: shown(s + "!"), 6: shown(s), 8: shown(s), 9: shown(s)} {
		if texts[i] != want {
			t.Errorf("%q is shown as %q, want %q", s, texts[i], want)
		}
	}
	if got := html.UnescapeString(Escape(s)); got != shown(s) {
		t.Errorf("%q is shown in HTML as %q, want %q", s, got, shown(s))
	}
}

func TestNoTextBecomesMarkup(t *testing.T) {
	for _, s := range hostile {
		checkHarmless(t, s)
	}
}

func FuzzEscape(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkHarmless(t, s) })
}

func TestPictureIsOneDocumentWithTitleAndDescription(t *testing.T) {
	p := New(Head{ID: "p", Width: 40, Height: 20.5, Zoom: 2, Lang: "de", Title: "T", Desc: "D", Style: `
		.a { fill: var(--ink) }
		.b, .c .d { stroke: red }
		no rule`})
	p.End() // nothing is open
	p.Group("g", "")
	p.Rect("a", 1, 2, -3, 4.125)
	p.Circle("a", 1, 2, 3)
	p.Line("a", 1, 2, 3, math.Inf(1))
	p.Polyline("a", Point{1, 2}, Point{3, -0.001})
	p.Polygon("a")
	p.Lines("a", 1, 2, 1.5, []string{"one", "two"})
	const want = `<g class="g">
<rect class="a" x="1" y="2" width="0" height="4.12"/>
<circle class="a" cx="1" cy="2" r="3"/>
<line class="a" x1="1" y1="2" x2="3" y2="0"/>
<polyline class="a" points="1,2 3,0"/>
<polygon class="a" points=""/>
<text class="a"><tspan x="1" y="2">one</tspan><tspan x="1" y="3.5">two</tspan></text>
</g>
</svg>
`
	doc := p.String()
	head, shapes, _ := strings.Cut(doc, "</style>\n")
	if diff := cmp.Diff(want, shapes); diff != "" {
		t.Errorf("shapes (-want +got):\n%s", diff)
	}
	for _, want := range []string{
		`<svg xmlns="http://www.w3.org/2000/svg" id="p" lang="de" role="img" aria-labelledby="p-title p-desc" viewBox="0 0 40 20.5" width="80" height="41">`,
		`<title id="p-title">T</title>`,
		`<desc id="p-desc">D</desc>`,
		"\n#p .a { fill: var(--ink) }\n#p .b, #p .c .d { stroke: red }\n",
	} {
		if !strings.Contains(head, want) {
			t.Errorf("%q is not in\n%s", want, head)
		}
	}
	if strings.Contains(head, "no rule") {
		t.Error("a line without a rule was written")
	}
	elements(t, doc)
	if again := p.String(); again != doc {
		t.Error("String changed the picture")
	}
}

// A Content-Security-Policy names the hash of the text of a style element. Within SVG
// in HTML that is the text with its references decoded.
func TestTheStyleReadsTheSameDecodedOrNot(t *testing.T) {
	doc := New(Head{ID: "p", Style: ".a, .b { fill: var(--ink) }"}).String()
	_, rest, _ := strings.Cut(doc, "<style>")
	raw, _, ok := strings.Cut(rest, "</style>")
	if _, texts := elements(t, doc); !ok || raw != texts[3] || raw != html.UnescapeString(raw) {
		t.Errorf("written as %q, read as %q", raw, texts[3])
	}
}

func TestNumbersAreShortAndFinite(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", math.Copysign(0, -1): "0", -0.004: "0", 1: "1", -12.5: "-12.5", 1.0 / 3: "0.33", 1e6: "1000000",
		1e6 + 1: "0", math.Inf(-1): "0", math.NaN(): "0", 0.1 + 0.2: "0.3", 100: "100", 5e-324: "0",
	} {
		if got := Number(v); got != want {
			t.Errorf("Number(%g) = %s, want %s", v, got, want)
		}
	}
}

// The widths were measured by a browser with Liberation Sans at 1000 pixels,
// without kerning.
func TestWidthIsThatOfTheFont(t *testing.T) {
	for s, want := range map[string]float64{
		"Marketing-sales relationship":              12450.2,
		"Beziehung zwischen Marketing und Vertrieb": 19510.7,
		"Größenübersicht (Ä, Ö, Ü) – 12.345 €":      16674.3,
		"!\"#$%&'()*+,-./0123456789:;<=>?@":         15738.3,
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`":         19804.7,
		"abcdefghijklmnopqrstuvwxyz{|}~":            14239.7,
	} {
		if got := Width(s, 1000); math.Abs(got-want) > 5 {
			t.Errorf("%q is %.1f wide, want %.1f", s, got, want)
		}
	}
	if a, b := Width("e\u0301", 10), Width("e", 10); a != b {
		t.Errorf("a mark takes room: %g, %g", a, b)
	}
}

func TestTextIsWrappedBetweenWords(t *testing.T) {
	for _, tt := range []struct {
		s     string
		width float64
		want  []string
	}{
		{"", 50, []string{""}},
		{" \n ", 50, []string{""}},
		{"Kein Lead-Management", 90, []string{"Kein Lead-", "Management"}},
		{"Kein Lead-Management", 200, []string{"Kein Lead-Management"}},
		{"a\tb\n c", 200, []string{"a b c"}},
		{"stage 3\u00a0· Aligned", 40, []string{"stage", "3\u00a0·", "Aligned"}},
		{"Donaudampfschiff fährt", 45, []string{"Donauda", "mpfschiff", "fährt"}},
		{"WWW", 1, []string{"W", "W", "W"}},
	} {
		if diff := cmp.Diff(tt.want, Wrap(tt.s, 11, tt.width)); diff != "" {
			t.Errorf("%q in %g (-want +got):\n%s", tt.s, tt.width, diff)
		}
	}
}

func TestWrappingLosesNothingAndKeepsTheWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.RuneFrom([]rune("ab iW-/ \u0301ü世"))).Draw(t, "text")
		width := rapid.Float64Range(0, 80).Draw(t, "width")
		lines := Wrap(s, 10, width)
		all := strings.Join(lines, "")
		if squeeze := strings.NewReplacer(" ", "").Replace; squeeze(all) != squeeze(s) {
			t.Fatalf("%q became %q", s, lines)
		}
		for _, line := range lines {
			if Width(line, 10) > width && utf8.RuneCountInString(line) > 1 {
				t.Fatalf("%q is wider than %g", line, width)
			}
			if line != strings.TrimSpace(line) {
				t.Fatalf("%q has space at an end", line)
			}
		}
		if fit := Fit(s, 10, width); fit != s && Width(fit, 10) > max(width, Width("…", 10)) {
			t.Fatalf("%q was cut to %q, which is wider than %g", s, fit, width)
		} else if fit != s && Width(s, 10) <= width {
			t.Fatalf("%q was cut to %q without need", s, fit)
		}
	})
}

func TestFitMarksWhatItCut(t *testing.T) {
	for _, tt := range []struct {
		s     string
		width float64
		want  string
	}{
		{"paid search", 100, "paid search"},
		{"paid search", 40, "paid s…"},
		{"paid search", 35, "paid…"},
		{"paid search", 0, "…"},
	} {
		if got := Fit(tt.s, 10, tt.width); got != tt.want {
			t.Errorf("Fit(%q, 10, %g) = %q, want %q", tt.s, tt.width, got, tt.want)
		}
	}
}

// The ratio is that of WCAG 2.2, success criterion 1.4.3.
func TestTextStandsOutFromWhatItStandsOn(t *testing.T) {
	for _, scheme := range []string{light, dark} {
		colour := map[string]float64{}
		for line := range strings.SplitSeq(scheme, ";") {
			name, value, _ := strings.Cut(line, ":")
			if hex, ok := strings.CutPrefix(strings.TrimSpace(value), "#"); ok {
				colour[strings.TrimSpace(name)] = luminance(t, hex)
			}
		}
		for _, pair := range [][2]string{
			{"ink", "paper"},
			{"muted", "paper"},
			{"ink", "accent-soft"},
			{"ink", "good-soft"},
			{"ink", "warn-soft"},
			{"accent-ink", "accent-soft"},
			{"good-ink", "good-soft"},
			{"warn-ink", "warn-soft"},
			{"accent-ink", "paper"},
			{"good-ink", "paper"},
			{"warn-ink", "paper"},
		} {
			a, b := colour["--"+pair[0]], colour["--"+pair[1]]
			if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
				t.Errorf("%s on %s has a contrast of %.2f, want 4.5", pair[0], pair[1], ratio)
			}
		}
	}
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) != 6 {
		t.Fatalf("colour %q", hex)
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n := strings.Index("0123456789abcdef", hex[2*i:2*i+1])*16 + strings.Index("0123456789abcdef", hex[2*i+1:2*i+2])
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func TestADateIsNotBroken(t *testing.T) {
	got := Wrap("from 2026-03-02 on, so-called 1/2 a/b", 10, 60)
	want := []string{"from", "2026-03-02", "on, so-called", "1/2 a/b"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Every line of a hatch lies in its rectangle, slants by one and is a gap from the
// one before.
func TestHatchStaysInItsRectangle(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, h := rapid.Float64Range(1, 200).Draw(rt, "width"), rapid.Float64Range(1, 60).Draw(rt, "height")
		p := New(Head{ID: "x", Width: 300, Height: 100})
		p.Hatch("h", 10, 20, w, h, 5)
		_, d, ok := strings.Cut(p.String(), ` d="`)
		if !ok {
			if w+h > 5 {
				rt.Fatalf("no line in %g by %g", w, h)
			}
			return
		}
		d, _, _ = strings.Cut(d, `"`)
		lines := 0
		for line := range strings.SplitSeq(strings.TrimPrefix(d, "M"), " M") {
			var x1, y1, x2, y2 float64
			if _, err := fmt.Sscanf(line, "%g,%g L%g,%g", &x1, &y1, &x2, &y2); err != nil {
				rt.Fatalf("%q: %v", line, err)
			}
			const near = 0.011
			for _, at := range []Point{{x1, y1}, {x2, y2}} {
				if at.X < 10-near || at.X > 10+w+near || at.Y < 20-near || at.Y > 20+h+near {
					rt.Fatalf("%q leaves %g by %g", line, w, h)
				}
			}
			lines++
			if sum := float64(5*lines + 30); math.Abs(x1+y1-sum) > 2*near || math.Abs(x2+y2-sum) > 2*near {
				rt.Fatalf("line %d is %q", lines, line)
			}
		}
	})
}

func TestCurveIsAsThickAsItIsTold(t *testing.T) {
	p := New(Head{ID: "x", Width: 300, Height: 100})
	p.Curve("c", 2.5, Point{1, 2}, Point{3, 4}, Point{5, 6}, Point{7, 8})
	if want := `<path class="c" stroke-width="2.5" d="M1,2 C3,4 5,6 7,8"/>`; !strings.Contains(p.String(), want) {
		t.Errorf("no %s in %s", want, p.String())
	}
}
