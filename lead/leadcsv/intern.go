package leadcsv

import "strings"

// texts keeps each text once and gives it a number, from 0 in the order of
// their coming.
type texts struct {
	number map[string]uint32
	text   []string
}

// add returns the number of s and how many bytes it took to keep it.
func (t *texts) add(s string) (n uint32, cost int) {
	if n, ok := t.number[s]; ok {
		return n, 0
	}
	if t.number == nil {
		t.number = map[string]uint32{}
	}
	n = uint32(len(t.text))
	s = strings.Clone(s) // s is a piece of a whole record
	t.number[s] = n
	t.text = append(t.text, s)
	return n, len(s)
}
