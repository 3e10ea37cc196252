package scoring

// slotSet is a set of small numbers that keeps its memory. The zero value is empty.
type slotSet struct {
	list []int // in the order in which they came
	has  []uint64
}

// add reports whether the number was not there before.
func (s *slotSet) add(n int) bool {
	word, bit := n/64, uint64(1)<<(n%64)
	for len(s.has) <= word {
		s.has = append(s.has, 0)
	}
	if s.has[word]&bit != 0 {
		return false
	}
	s.has[word] |= bit
	s.list = append(s.list, n)
	return true
}

// empty takes as long as there are numbers.
func (s *slotSet) empty() {
	for _, n := range s.list {
		s.has[n/64] = 0
	}
	s.list = s.list[:0]
}
