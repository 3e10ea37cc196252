package scoring

// tenths is a number of points for people, in whole tenths. It crosses no bound: 59.96
// of 60 reads 59.9, for 60 would look as if it were enough. If no tenth will do, it
// stays as it is.
func tenths(p Points, bounds []Points) Points {
	const tenth = Point / 10
	rest := (p%tenth + tenth) % tenth
	near, other := p-rest, p-rest+tenth
	if 2*rest >= tenth {
		near, other = other, near
	}
	for _, to := range []Points{near, other} {
		if !crosses(p, to, bounds) {
			return to
		}
	}
	return p
}

// crosses reports whether one of two numbers has reached a bound and the other has not.
func crosses(p, q Points, bounds []Points) bool {
	for _, b := range bounds {
		if (p >= b) != (q >= b) {
			return true
		}
	}
	return false
}

// shownPart is what a line gives, for people. What gives something does not read 0.
func (l Language) shownPart(p Points) string { return l.signed(tenths(p, []Points{0, 1})) }

// bounds are the totals from which on a lead has another verdict or band.
func (t *table) bounds() []Points {
	return append([]Points{t.enter, t.exit}, boundsOf(t.bands)...)
}

func boundsOf(bands []band) []Points {
	out := make([]Points, len(bands))
	for i, b := range bands {
		out[i] = b.bound
	}
	return out
}

// Shown is the total for people: in whole tenths, on the same side of score, exit and the
// bounds of the bands, so that 59.96 of 60 reads 59.9. If no tenth is on that side, it is
// the total. Of a Result that was stored, which knows no bounds, it is the nearest tenth.
func (r Result) Shown() Points {
	if r.table == nil {
		return tenths(r.Total, nil)
	}
	return tenths(r.Total, r.table.bounds())
}

// shownGroup is a group's points for people.
func (r *Result) shownGroup(name string) Points {
	p := r.Group(name)
	if r.table != nil {
		for _, g := range r.table.grades {
			if r.table.groups[g.group].name == name {
				return tenths(p, boundsOf(g.bands))
			}
		}
	}
	return tenths(p, nil)
}
