package scoring

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// state says what is known of a field.
type state uint8

const (
	absent     state = iota // nil, no key, or a text that stands for no value
	unreadable              // there, but not a value of the field's type
	known
)

// value is what a lead has in a field. Which part holds it is up to the type of
// the field.
type value struct {
	state state
	text  string
	num   int64 // int; bool as 0 or 1; time as an instant
	float float64
}

// kind is how values of a field are held and compared.
type kind struct {
	typ       FieldType
	bits      int    // of a float
	unordered string // of a string that has no order among numbers: why, and what to declare instead
}

// text is a string that is known, unless it stands for no value.
func (v *value) setText(s string, missing []string) {
	v.text = s
	v.state = known
	if slices.Contains(missing, s) {
		v.state = absent
	}
}

// read takes a value from its text, as in a Record.
func (v *value) read(text string, k kind, missing []string) {
	v.setText(text, missing)
	if k.typ == String || v.state == absent {
		return
	}
	if k.typ == Bool {
		text = plainBool(text)
	}
	if !v.parse(text, k) {
		v.state = unreadable
	}
}

// plainBool is a text of a bool as it stands in a Spec. Spreadsheets write TRUE. The
// lengths keep out a letter of another alphabet that folds to one of these.
func plainBool(text string) string {
	switch {
	case len(text) == len("true") && strings.EqualFold(text, "true"):
		return "true"
	case len(text) == len("false") && strings.EqualFold(text, "false"):
		return "false"
	}
	return text
}

// parse reads a value that is no string, as it stands in a Spec.
func (v *value) parse(text string, k kind) bool {
	var err error
	switch k.typ {
	case Int:
		v.num, err = strconv.ParseInt(text, 10, 64)
	case Float:
		v.float, err = strconv.ParseFloat(text, k.bits)
		// Go also reads words and hexadecimal digits, which no data mean.
		if math.IsNaN(v.float) || math.IsInf(v.float, 0) || strings.ContainsAny(text, "xX_") {
			return false
		}
	case Bool:
		v.num = 0
		if text == "true" {
			v.num = 1
		}
		return text == "true" || text == "false"
	case Time:
		var t time.Time
		if t, err = parseTime(text); err == nil {
			v.num = instant(t)
		}
	}
	return err == nil
}

// parseTime reads RFC 3339, or a date, which is its midnight in UTC.
func parseTime(text string) (time.Time, error) {
	if len(text) == len(time.DateOnly) {
		return time.Parse(time.DateOnly, text)
	}
	return time.Parse(time.RFC3339, text)
}

// truth is a value of Kleene's logic. The order matters: all is the least, any
// the greatest, not the mirror image.
type truth uint8

const (
	no truth = iota
	unknown
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}
