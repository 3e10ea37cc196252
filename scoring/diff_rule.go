package scoring

import (
	"cmp"
	"strings"
)

func (d *differ) rule(x, y *RuleSpec) {
	d.text(y.Name, " "+d.lang.unit(y.Points), y.Name, d.lang.points(x.Points), d.lang.points(y.Points))
	what := func(r RuleSpec) string {
		r.Points = 0
		return asJSON(r)
	}
	if what(*x) != what(*y) {
		was, is := d.ruleTexts(x, y)
		d.differently(y.Name, y.Name, was, is)
	}
}

// differently is text for what is different even if its words are the same.
func (d *differ) differently(where, what, x, y string) {
	if x == y {
		y += d.lang.say(", written differently", ", anders geschrieben")
	}
	d.text(where, "", what, x, y)
}

// ruleTexts says what is different in two rules: of activity rules the parts that are,
// of conditions that join others the one that is.
func (d *differ) ruleTexts(x, y *RuleSpec) (was, is string) {
	p := d.phrases()
	v, w := *x, *y
	v.When, w.When = narrowed(x.When, y.When)
	a, b := p.ruleParts(x, ""), p.ruleParts(y, "")
	if len(a) != len(b) || x.Activity != y.Activity || x.Activity == "" {
		return p.rule(&v, ""), p.rule(&w, "")
	}
	var before, now []string
	for i := range a {
		if a[i].text == b[i].text {
			continue
		}
		if i == 0 && x.Where != nil && y.Where != nil {
			from, to := narrowed(x.Where, y.Where)
			a[i].text, b[i].text = from.words(d.lang), to.words(d.lang)
		}
		before = append(before, cmp.Or(a[i].text, a[i].none))
		now = append(now, cmp.Or(b[i].text, b[i].none))
	}
	if before == nil { // the same in other writing
		return p.rule(x, ""), p.rule(y, "")
	}
	return strings.Join(before, ", "), strings.Join(now, ", ")
}

// narrowed looks for the one condition that is different, where two conditions join as
// many others in the same way.
func narrowed(x, y *Condition) (*Condition, *Condition) {
	if x == nil || y == nil {
		return x, y
	}
	for _, lists := range [][2][]Condition{{x.All, y.All}, {x.Any, y.Any}} {
		a, b := lists[0], lists[1]
		if len(a) != len(b) {
			return x, y
		}
		other := -1
		for i := range a {
			switch {
			case asJSON(a[i]) == asJSON(b[i]):
			case other >= 0:
				return x, y
			default:
				other = i
			}
		}
		if other >= 0 {
			return narrowed(&a[other], &b[other])
		}
	}
	return x, y
}
