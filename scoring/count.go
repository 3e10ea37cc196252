package scoring

import (
	"cmp"
	"slices"
	"strings"
)

// event is an activity that may count.
type event struct {
	at   int64
	typ  *activityType
	what *Activity
}

// counting is what one rule has counted so far, from the latest activity back.
type counting struct {
	n, found int32
	window   int64 // of Per
	inWindow int32
	few      []string        // assets seen, while there are few
	many     map[string]bool // all of them, once there are many
}

// forget drops the assets, which belong to the lead. It reports whether few enough
// remain to keep the memory for the next.
func (c *counting) forget() bool {
	if len(c.few) == 0 {
		return true
	}
	small := len(c.many) <= large
	clear(c.few)
	clear(c.many)
	c.few = c.few[:0]
	return small
}

// seen reports whether the asset was seen before, and remembers it.
func (c *counting) seen(asset string) bool {
	const most = 16
	switch {
	case len(c.many) > 0:
		if c.many[asset] {
			return true
		}
		c.many[asset] = true
	case slices.Contains(c.few, asset):
		return true
	case len(c.few) < most:
		c.few = append(c.few, asset)
	default:
		if c.many == nil {
			c.many = make(map[string]bool)
		}
		c.many[asset] = true
		for _, a := range c.few {
			c.many[a] = true
		}
	}
	return false
}

// count decides the activity rules in one pass over the activities, the latest
// first: of too many the latest count.
func (t *table) count(w *work, activities []Activity, now int64) {
	w.events = w.events[:0]
	falls, rises := true, true
	for i := range activities {
		a := &activities[i]
		typ := t.types.find(a.Type)
		if typ == nil {
			continue
		}
		at := instant(a.At)
		if at > now || typ.oldest > 0 && at <= now-typ.oldest {
			continue
		}
		e := event{at, typ, a}
		if n := len(w.events); n > 0 {
			order := later(w.events[n-1], e)
			falls, rises = falls && order <= 0, rises && order >= 0
		}
		w.events = append(w.events, e)
	}
	switch { // most leads come sorted, one way or the other
	case falls:
	case rises:
		slices.Reverse(w.events)
	default:
		slices.SortFunc(w.events, later)
	}
	for i := range w.counts {
		c := &w.counts[i]
		c.n, c.found, c.window, c.inWindow = 0, 0, 0, 0
	}
	for i := range w.blamed {
		w.blamed[i].empty()
	}
	for i := range w.events {
		t.countOne(w, &w.events[i], now)
	}
	for i := range t.rules {
		if r, c := &t.rules[i], &w.counts[i]; r.counts && !r.separate() && c.found > 0 {
			w.marks = append(w.marks, mark{at: int64(c.found), rule: int32(i), n: c.n})
		}
	}
	clear(w.events) // they point into the lead
}

// later puts the latest first.
func later(a, b event) int {
	return cmp.Or(cmp.Compare(b.at, a.at), strings.Compare(b.what.ID, a.what.ID))
}

// countOne gives an activity to the rules that count its type.
func (t *table) countOne(w *work, e *event, now int64) {
	read := false
	for i := range e.typ.counters {
		k := &e.typ.counters[i]
		r, c := &t.rules[k.rule], &w.counts[k.rule]
		if r.within > 0 && e.at <= now-r.within {
			continue
		}
		if k.where != nil {
			if !read {
				w.readActivity(e.typ, e.what, t.missing)
				read = true
			}
			if is := k.where.eval(w.read); is == unknown {
				t.blameActivity(w, k.rule, k.where, &e.typ.fields)
				continue
			} else if is == no {
				continue
			}
		}
		if k.count == PerAsset && c.seen(e.what.Asset) {
			continue
		}
		c.found++
		counts := c.take(r, k.count, e.at)
		if counts {
			c.n++
		}
		if r.separate() && (counts || c.found <= r.min) {
			m := mark{at: e.at, rule: int32(k.rule)}
			if counts {
				m.n = 1
			}
			w.marks = append(w.marks, m)
		}
	}
}

// take reports whether one more activity counts.
func (c *counting) take(r *rule, count Count, at int64) bool {
	if count == Once {
		return c.n == 0
	}
	if r.max == 0 {
		return true
	}
	if r.per > 0 {
		if w := floorDiv(at, r.per); w != c.window {
			c.window, c.inWindow = w, 0
		}
	}
	c.inWindow++
	return c.inWindow <= r.max
}

// readActivity takes the fields that conditions name out of an activity.
func (w *work) readActivity(typ *activityType, a *Activity, missing []string) {
	n := len(typ.fields.names)
	w.read = slices.Grow(w.read[:0], n)[:n]
	for i, name := range typ.fields.names {
		v := &w.read[i]
		if name == asset {
			if v.setText(a.Asset, missing); a.Asset == "" {
				v.state = absent
			}
		} else if text, ok := a.Fields[name]; ok {
			v.read(text, typ.kinds[i], missing)
		} else {
			v.state = absent
		}
	}
}
