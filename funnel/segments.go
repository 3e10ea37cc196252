package funnel

import (
	"cmp"
	"slices"
)

// segments splits the leads of a report by the value of a label. Which values get
// a segment of their own is known only when all leads have been seen, so that
// leads are assigned first and counted in a second round.
type segments struct {
	value []int32 // per lead: number of its value, noLabel or notCounted
	size  map[int32]int64
	own   map[int32]*stageTally
	order []int32 // the values with a segment of their own, largest first
	other *stageTally
	none  *stageTally
}

const notCounted = -2

func newSegments(leads int) *segments {
	s := &segments{value: make([]int32, leads), size: map[int32]int64{}}
	for l := range s.value {
		s.value[l] = notCounted
	}
	return s
}

// label is the number of the value that a lead counts for.
func (j *journey) label(last bool) int32 {
	if last {
		return j.rows[len(j.rows)-1].label
	}
	return j.rows[j.entry].label
}

func (s *segments) assign(lead int, value int32) {
	s.value[lead] = value
	s.size[value]++
}

// rank gives the largest values their segments; among equals the smaller value
// comes first.
func (s *segments) rank(values []string, atMost, stages int) {
	for v := range s.size {
		if v != noLabel {
			s.order = append(s.order, v)
		}
	}
	slices.SortFunc(s.order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(s.size[b], s.size[a]), cmp.Compare(values[a], values[b]))
	})
	if len(s.order) > atMost {
		s.order = s.order[:atMost]
		s.other = newStageTally(stages)
	}
	if s.size[noLabel] > 0 {
		s.none = newStageTally(stages)
	}
	s.own = make(map[int32]*stageTally, len(s.order))
	for _, v := range s.order {
		s.own[v] = newStageTally(stages)
	}
}

// of returns the tally that a lead counts in, or nil.
func (s *segments) of(lead int) *stageTally {
	v := s.value[lead]
	switch v {
	case notCounted:
		return nil
	case noLabel:
		return s.none
	}
	if t, ok := s.own[v]; ok {
		return t
	}
	return s.other
}
