package funnel_test

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/funnel"
)

// distinct fills a report with figures that all differ, so that each can be found.
type distinct struct{ n int }

func (d *distinct) next() int { d.n++; return d.n }

func (d *distinct) fill(v reflect.Value) {
	switch v.Interface().(type) {
	case funnel.Rate:
		v.Set(reflect.ValueOf(funnel.Rate{Num: int64(d.next()), Den: 1000}))
		return
	case funnel.Window, funnel.Basis, funnel.SegmentKind:
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 3, 3))
		for i := range 3 {
			d.fill(v.Index(i))
		}
	case reflect.Struct:
		if v.Type() != reflect.TypeFor[time.Time]() {
			for _, field := range v.Fields() {
				d.fill(field)
			}
		}
	case reflect.String:
		v.SetString(fmt.Sprintf("n%d", d.next()))
	case reflect.Int64, reflect.Int:
		v.SetInt(int64(d.next()))
	case reflect.Float64:
		v.SetFloat(float64(86400 * d.next()))
	}
}

// figures lists what a value says, as a page writes it: a count as it is, a rate with
// its interval, a duration in days.
func figures(v reflect.Value, path string, leave *regexp.Regexp, say func(path, figure string)) {
	if leave.MatchString(path) {
		return
	}
	if rate, ok := v.Interface().(funnel.Rate); ok {
		value, _ := rate.Value()
		lo, hi, _ := rate.Wilson()
		say(path, fmt.Sprintf("%.1f %%", 100*value))
		say(path, fmt.Sprintf("%.1f–%.1f", 100*lo, 100*hi))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			figures(v.Elem(), path, leave, say)
		}
	case reflect.Slice:
		for i := range v.Len() {
			figures(v.Index(i), fmt.Sprintf("%s[%d]", path, i), leave, say)
		}
	case reflect.Struct:
		for f, field := range v.Fields() {
			if f.IsExported() {
				figures(field, path+"."+f.Name, leave, say)
			}
		}
	case reflect.String:
		say(path, v.String())
	case reflect.Int64, reflect.Int:
		say(path, strconv.FormatInt(v.Int(), 10))
	case reflect.Float64:
		say(path, fmt.Sprintf("%.1f d", v.Float()/86400))
	}
}

// words are the words and numbers of a section.
func (s section) words() map[string]bool {
	words := map[string]bool{}
	for _, text := range append(slices.Concat(s.rows...), s.text) {
		for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(" ,:()\n", r) }) {
			words[word] = true
		}
	}
	return words
}

// unshown are the figures that the page leaves to the other formats.
var unshown = regexp.MustCompile(`^\.(ByLast|AsOf|Window|Basis` +
	`|(Stages|Statuses)\[\d\]\.Title\.De` +
	`|Stages\[2\]\.TimeToNext|Stages\[0\]\.(Conversion|Cumulative)` + // of the last, of the first
	`|Segments\[\d\]\.(Label|Kind|Stages\[\d\]\.(Name|Title|Entered|Skipped|Joined|TimeToNext))` +
	`|Segments\[\d\]\.Stages\[0\]\.Conversion|Segments\[\d\]\.Stages\[[01]\]\.Cumulative)`)

// ownPages are the parts that [TestPageHasTheFiguresOfEveryPart] looks for.
var ownPages = []string{"Match", "HandOff", "Goals", "Plan", "Inputs", "Cohorts", "Curve", "Exits", "Ages", "Leaks", "Velocity", "Findings"}

func TestPageHasEveryFigureOfTheReport(t *testing.T) {
	r := new(funnel.Report)
	d := distinct{n: 100}
	for field, v := range reflect.ValueOf(r).Elem().Fields() {
		if !slices.Contains(ownPages, field.Name) {
			d.fill(v)
		}
	}
	if d.n > 999 {
		t.Fatalf("%d figures are too many: these tests write them with three digits", d.n)
	}
	r.AsOf, r.Stages[2].TimeToNext, r.Stages[0].Conversion = day(10), nil, nil
	for i := range r.Segments {
		r.Segments[i].Stages[0].Conversion = nil
	}
	page := rendered(t, r.WriteHTML)
	all := sections(t, page)
	head, _, _ := strings.Cut(page, "<figure>")
	places := []struct {
		path  *regexp.Regexp
		title string
	}{
		{regexp.MustCompile(`^\.Stages\[\d\]\.TimeToNext`), "Time from stage to stage"},
		{regexp.MustCompile(`^\.Stages`), "The figures of the picture"},
		{regexp.MustCompile(`^\.Segments|^\.By$`), "By " + r.By + ", as it was when the lead came in"},
		{regexp.MustCompile(`^\.Statuses\[\d\]\.Time\.(Cumulative|Latest)`), "Statuses that leads came back to: how long per lead"},
		{regexp.MustCompile(`^\.Statuses`), "Statuses: how often, and how long each time"},
		{regexp.MustCompile(`^\.Transitions`), "Moves: what followed what, most frequent first"},
		{regexp.MustCompile(`^\.Anomalies`), "Odd rows in the history that was read"},
		{regexp.MustCompile(`^\.Definitions`), "What is counted"},
	}
	found := 0
	figures(reflect.ValueOf(r).Elem(), "", unshown, func(path, figure string) {
		found++
		if path == ".Funnel" || path == ".Revision" || path == ".ID" || path == ".Zone" || strings.HasPrefix(path, ".Counts") {
			if !regexp.MustCompile(`\b` + figure + `\b`).MatchString(head) {
				t.Errorf("the head lacks %s, %s", path, figure)
			}
			return
		}
		for _, place := range places {
			if !place.path.MatchString(path) {
				continue
			}
			s, ok := all[place.title]
			if !ok {
				t.Fatalf("there is no section %q", place.title)
			}
			words := s.words()
			for word := range strings.FieldsSeq(figure) {
				if !words[word] {
					t.Errorf("%q lacks %s, %s", place.title, path, figure)
				}
			}
			return
		}
		t.Errorf("no section is for %s", path)
	})
	if found < 150 {
		t.Errorf("only %d figures were looked for", found)
	}
}
