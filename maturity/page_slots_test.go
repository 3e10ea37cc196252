package maturity

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// everyText replaces each text of a value, those of kinds and the empty ones aside, and
// tells where it stood.
func everyText(v reflect.Value, path string, replace func(path, text string) string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			everyText(v.Elem(), path, replace)
		}
	case reflect.Slice:
		for i := range v.Len() {
			everyText(v.Index(i), path+"[]", replace)
		}
	case reflect.Map:
		if v.Type().Elem().Kind() != reflect.String {
			return
		}
		for _, key := range v.MapKeys() {
			v.SetMapIndex(key, reflect.ValueOf(replace(path+"["+key.String()+"]", v.MapIndex(key).String())))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for f, field := range v.Fields() {
			if f.IsExported() {
				everyText(field, path+"."+f.Name, replace)
			}
		}
	case reflect.String:
		if v.Len() > 0 && v.Type() == reflect.TypeFor[string]() {
			v.SetString(replace(path, v.String()))
		}
	}
}

// ownSpec gives a report a model of its own, to be changed.
func ownSpec(t *testing.T, r *Report) {
	t.Helper()
	text, err := json.Marshal(r.spec)
	if err != nil {
		t.Fatal(err)
	}
	r.spec = new(Spec)
	if err := json.Unmarshal(text, r.spec); err != nil {
		t.Fatal(err)
	}
}

// replaced puts other texts wherever a report and its model have some. Equal ones are
// replaced by equal ones, so that IDs still mean the same.
func replaced(t *testing.T, r *Report, replace func(path, text string) string) {
	t.Helper()
	ownSpec(t, r)
	everyText(reflect.ValueOf(r.spec).Elem(), "spec", replace)
	everyText(reflect.ValueOf(r).Elem(), "", replace)
}

// withoutTexts takes all words out of a report that are not the renderings' own.
func withoutTexts(t *testing.T, r *Report) {
	t.Helper()
	number := map[string]int{}
	replaced(t, r, func(_, text string) string {
		if number[text] == 0 {
			number[text] = len(number) + 1
		}
		return fmt.Sprintf("_%d", number[text])
	})
}

var wordPattern = regexp.MustCompile(`\p{L}{3,}`)

// wordsOf are the words of all labels.
func wordsOf(l labels) map[string]bool {
	words := map[string]bool{}
	var collect func(v reflect.Value)
	collect = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Struct:
			for _, field := range v.Fields() {
				collect(field)
			}
		case reflect.Map:
			for _, key := range v.MapKeys() {
				collect(v.MapIndex(key))
			}
		case reflect.String:
			for _, word := range wordPattern.FindAllString(v.String(), -1) {
				words[word] = true
			}
		}
	}
	collect(reflect.ValueOf(l))
	return words
}

// payloads would each do harm somewhere if they were not escaped there.
var payloads = []string{
	`<script>alert(1)</script>`,
	`</style></title></text></desc></svg></table><script>alert(1)</script>`,
	`"><img src=x onerror=alert(1)>`,
	`' onmouseover='alert(1)`,
	`javascript:alert(1)`,
	`&lt;script&gt;alert(1)&lt;/script&gt;`,
	`--><script>alert(1)</script><!--`,
	`]]><script>alert(1)</script><![CDATA[`,
	`<?xml-stylesheet href="x"?>`,
	`{{.Title}}{{template "table" .}}`,
	`} * { background: url(//example.com) } @import "//example.com";`,
	`%s%d%!(EXTRA)`,
	"<scr\x00ipt>", "\xff<b>",
}

// unseen are the texts that the renderings do not show: IDs, the parameters of
// findings, what is said in another language, and what only those who ask need.
var unseen = regexp.MustCompile(`Params\[|\.(ID|Department|Statement|Indicator|Area|Axis|Scale|Owner|Departments\[\]|Higher|Lower|LeftOut\[\])$|\.De$|^spec\.(Name|Title|Scales|DontKnow|NotApplicable|Owners|Cells|Recommendations|Statements|Indicators|Axes\.\w+\.(Ask|Required|Stages\[\]\.Name))|(Lifts|After|ShowsIn|Indicators|Statements|Measures|Departments)\[\]$|^\.(Relationship|LeadManagement)\.Stages\[\]\.(Name|Statements\[\]\.Area)`)

// drawn are texts that stand in a picture in other words, or of stages that have no
// proof, the first.
var drawn = regexp.MustCompile(`^Rated higher by \w+ than by \w+ \(.* points\): |^Marketing and sales have grown up|^Leads are not managed`)

// kindsOf lists which elements there are, with their attributes, coordinates and the
// label that comes from the model aside.
func kindsOf(list []pageElement) []string {
	varies := regexp.MustCompile(`^[-0-9., ]*$`)
	var out []string
	for _, e := range list {
		kind := []string{e.name}
		for _, a := range e.attrs {
			value := varies.ReplaceAllString(a.Value, "…")
			if a.Name.Local == "aria-label" || a.Name.Local == "d" {
				value = "…"
			}
			kind = append(kind, fmt.Sprintf("%s=%q", a.Name.Local, value))
		}
		out = append(out, strings.Join(kind, " "))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Whatever text stands anywhere in a report or its model, none becomes an element, an
// attribute or a style, and the page tells each that it is to tell.
func TestNoTextBecomesMarkupWhereverItStands(t *testing.T) {
	t.Parallel()
	m := compile(t, Default())
	inputs, harm := samples(t, m), regexp.MustCompile("alert|example|script")
	for name, payloads := range map[string][]string{"whatif": payloads, "story": payloads[:2], "few": payloads[:2]} {
		in := inputs[name]
		full := func(prefix string) (r *Report, told []string) {
			r = evaluate(t, m, in)
			replaced(t, r, func(path, text string) string {
				if !unseen.MatchString(path) && !drawn.MatchString(text) {
					told = append(told, prefix+text)
				}
				return prefix + text
			})
			return r, told
		}
		harmless, _ := full("x")
		want := map[string][]string{}
		for what, list := range picturesAndPage(t, harmless, En) {
			want[what] = kindsOf(list)
		}
		for _, payload := range payloads {
			r, told := full(payload)
			if len(told) < 60 {
				t.Fatalf("there are only %d texts", len(told))
			}
			for what, list := range picturesAndPage(t, r, En) {
				if diff := cmp.Diff(want[what], kindsOf(list)); diff != "" {
					t.Errorf("%s: %q in %s (-harmless +got):\n%s", name, payload, what, diff)
				}
				for _, e := range list {
					if e.name == "style" && harm.MatchString(e.text) {
						t.Errorf("%s: %q in %s: a style is %q", name, payload, what, e.text)
					}
				}
				if what != "page" {
					continue
				}
				page := strings.Join(strings.Fields(list[0].text), " ")
				for _, text := range told {
					text = strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", "\ufffd")
					if !strings.Contains(page, strings.TrimSuffix(strings.Join(strings.Fields(text), " "), ".")) {
						t.Errorf("%s: the page does not say %q", name, text)
					}
				}
			}
		}
	}
}

// A kept assessment can hold any text. None turns the writing direction of the page or
// breaks its lines; it is told what it is, as it is in a terminal.
func TestNoTextTurnsThePage(t *testing.T) {
	m := small(t)
	in := two(m, always(4), always(3))
	in.At = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	kept, err := m.Record(in)
	if err != nil {
		t.Fatal(err)
	}
	kept.Model = "x\u001b[2J\u202e\u2066y"
	kept.Measures = append(kept.Measures, Measure{ID: "z\u2028\u200f\u061c", Num: 1, Den: 1})
	in.At = in.At.AddDate(1, 0, 0)
	in.Earlier = []Assessment{kept}
	r := evaluate(t, m, in)
	check := func(r *Report, told ...string) {
		t.Helper()
		for _, l := range []Lang{En, De} {
			page := pageOf(t, r, l)
			for _, c := range page {
				if c != '\n' && c != '\t' && unseemly(c) {
					t.Fatalf("%s: there is %U", l, c)
				}
			}
			for _, s := range told {
				if !strings.Contains(page, s) {
					t.Errorf("%s: %s is not there", l, s)
				}
			}
		}
	}
	check(r, `x\x1b[2J\u202e\u2066y`, `z\u2028\u200f\u061c`)
	r = evaluate(t, m, in)
	replaced(t, r, func(_, text string) string { return "\u202e\u0085" + text })
	check(r, `\u202e\u0085`)
}
