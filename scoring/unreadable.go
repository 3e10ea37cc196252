package scoring

// Unreadable says what was expected of a text that is no value of the type, as in
// "expected " + it: "true or false". It is empty if the text can be read as [Record]
// says, of a type that is none of the constants too. A text of [Spec.Missing] is no
// value, and is not to be asked about.
func (t FieldType) Unreadable(text string, lang Language) (expected string) {
	var v value
	if v.read(text, kind{typ: t, bits: 64}, nil); v.state != unreadable {
		return ""
	}
	return t.expected(lang)
}

// expected says what a text of a type is written like; empty if any will do.
func (t FieldType) expected(lang Language) string {
	switch t {
	case Int:
		return lang.say("a whole number such as 1200", "eine ganze Zahl wie 1200")
	case Float:
		return lang.say("a number such as 0.5", "eine Zahl mit Dezimalpunkt wie 0.5")
	case Bool:
		return lang.say("true or false", "true oder false")
	case Time:
		return lang.say(`a time such as "2026-03-02" or "2026-03-02T15:04:05Z"`, `ein Datum wie "2026-03-02" oder eine Zeit wie "2026-03-02T15:04:05Z"`)
	}
	return ""
}
