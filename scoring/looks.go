package scoring

// looks is what looking for idle rules and impossible conditions has found out: each
// condition is compared with many others, and prepared for that once. Conditions are
// known by where they are.
type looks struct {
	left   int // trials that may still be made
	texts  map[string]int
	said   map[*Condition]int
	tried  map[*Condition]*trial
	joined map[*Condition]*conjunction
}

func newLooks() *looks {
	return &looks{
		left: maxTrials, texts: map[string]int{}, said: map[*Condition]int{},
		tried: map[*Condition]*trial{}, joined: map[*Condition]*conjunction{},
	}
}

// spend takes what a look costs, about one for each value that is compared, and reports
// whether there was enough left. Files that people write need a small part of it.
func (l *looks) spend(n int) bool {
	l.left -= n
	return l.left >= 0
}

// says returns a number that conditions have in common which say the same.
func (l *looks) says(c *Condition) int {
	n, ok := l.said[c]
	if !ok {
		text := asJSON(c)
		if n, ok = l.texts[text]; !ok {
			n = len(l.texts) + 1
			l.texts[text] = n
		}
		l.said[c] = n
	}
	return n
}

// conjunction is what must be true at once where a condition is.
type conjunction struct {
	leaves    map[string][]placed // by field
	negations map[int]bool        // by what they say
}

func (l *looks) at(c *Condition) *conjunction {
	j, ok := l.joined[c]
	if !ok {
		leaves, others := conjuncts("", c)
		j = &conjunction{leaves: byField(leaves), negations: map[int]bool{}}
		for _, o := range others {
			if o.Not != nil {
				j.negations[l.says(o.Condition)] = true
			}
		}
		l.joined[c] = j
	}
	return j
}

// trial is a comparison of one field, ready to be tried.
type trial struct {
	what   comparison
	test   func(*value) bool // nil: exists
	sample []value           // of its operands
}

// lists reports whether the comparison says which values there are.
func (t *trial) lists() bool { return t.what.op == "eq" || t.what.op == "in" }

// trial prepares a comparison. It returns nil for one of which another check complains:
// that cannot be tried.
func (l *looks) trial(k kind, c *Condition) *trial {
	t, ok := l.tried[c]
	if !ok {
		t = newTrial(k, c)
		l.tried[c] = t
	}
	return t
}

func newTrial(k kind, c *Condition) *trial {
	whats := c.comparisons()
	if len(whats) != 1 {
		return nil
	}
	t := &trial{what: whats[0], sample: make([]value, len(whats[0].values))}
	for i, text := range t.what.values {
		t.sample[i] = value{state: known, text: text}
		if k.typ != String && !t.sample[i].parse(text, k) {
			return nil
		}
	}
	if t.what.op != "exists" {
		if len(t.sample) == 0 || t.what.op == "between" && len(t.sample) != 2 {
			return nil
		}
		t.test = tester(t.what.op, t.sample, k)
	}
	return t
}

// trials prepares comparisons, and reports whether all can be tried.
func (l *looks) trials(k kind, leaves []placed) ([]*trial, bool) {
	ts := make([]*trial, len(leaves))
	for i, leaf := range leaves {
		if ts[i] = l.trial(k, leaf.Condition); ts[i] == nil {
			return nil, false
		}
	}
	return ts, true
}
