package scoring

// gateWords are a gate with what it does.
func (d *differ) gateWords(g *GateSpec) string {
	text := d.phrases().gate(g) + " (" + d.lang.action(g.Action)
	if g.Unknown != "" {
		text += "; " + d.ifUnknown() + ": " + d.unknown(g.Unknown)
	}
	return text + ")"
}

func (d *differ) gate(x, y *GateSpec) {
	where := "gates/" + y.Name
	if asJSON(x.When) != asJSON(y.When) || x.Use != y.Use {
		v, w := *x, *y
		v.When, w.When = narrowed(x.When, y.When)
		d.differently(where, d.lang.say("condition", "Bedingung"), d.phrases().gate(&v), d.phrases().gate(&w))
	}
	d.text(where, "", d.lang.say("action", "Folge"), d.lang.action(x.Action), d.lang.action(y.Action))
	d.text(where, "", d.ifUnknown(), d.unknown(x.Unknown), d.unknown(y.Unknown))
}

func (d *differ) ifUnknown() string { return d.lang.say("if not known", "wenn nicht bekannt") }

func (d *differ) unknown(u OnUnknown) string {
	switch u {
	case UnknownPass:
		return d.lang.say("passes", "greift nicht")
	case "", UnknownHolds:
		return d.lang.say("holds", "greift")
	}
	return string(u)
}

// halfLife tells one that is written differently, too: it is signed as it is written.
func (d *differ) halfLife(where string, x, y Span) {
	words := func(s Span) string {
		if s == "" {
			return d.lang.say("none", "keine")
		}
		return d.lang.span(s)
	}
	if x != y {
		d.differently(where, d.lang.say("half-life", "Halbwertszeit"), words(x), words(y))
	}
}
