package funnel

import (
	"cmp"
	"maps"
	"slices"

	"github.com/leadline-go/leadline/lead"
)

const (
	maxPeriods = 120 // a decade of months
	maxReasons = 50
	maxValues  = 5 // of a reason
)

// offerTally adds up offers.
type offerTally struct {
	n                int64
	ends             [endKinds]int64
	decided, touched [clockKinds]int64
	overdue          int64
	untouched        int64
	decision, touch  stretches
	deepest          []int64 // accepted ones by stage
}

func (t *handOffTally) newTally() *offerTally {
	return &offerTally{deepest: make([]int64, t.codes.stages)}
}

func (t *offerTally) add(o *offer) {
	t.n++
	t.ends[o.end]++
	t.decided[o.decided]++
	if o.overdue {
		t.overdue++
	}
	if o.decision != noTime {
		t.decision.add(stretch{length: o.decision, open: o.end == stillOpen}, always)
	}
	if o.end != accepted {
		return
	}
	t.touched[o.touched]++
	if o.untouched {
		t.untouched++
	}
	if o.touch != noTime {
		t.touch.add(stretch{length: o.touch, open: o.touchWaits}, always)
	}
	if o.deepest != none {
		t.deepest[o.deepest]++
	}
}

func (t *handOffTally) offersOf(f *Funnel, s *offerTally) Offers {
	clock := func(c [clockKinds]int64, times *stretches) Clock {
		return Clock{
			Met: c[met], Missed: c[missed], NotYetDue: c[notYetDue], Unmeasured: c[unmeasured],
			Kept: Rate{Num: c[met], Den: c[met] + c[missed]}, Time: durations(always, times),
		}
	}
	yes := s.ends[accepted]
	o := Offers{
		Offered: s.n, Accepted: yes, Rejected: s.ends[rejected], Returned: s.ends[returned],
		Withdrawn: s.ends[withdrawn], Open: s.ends[stillOpen], Overdue: s.overdue,
		OfDecided: Rate{Num: yes, Den: yes + s.ends[rejected] + s.ends[returned]},
		OfOffered: Rate{Num: yes, Den: s.n},
		Decision:  clock(s.decided, &s.decision), FirstTouch: clock(s.touched, &s.touch),
		Untouched: s.untouched, Stages: []StageCount{},
	}
	own := none // of the offers themselves
	if k, ok := f.stage[f.handOff.Status]; ok {
		own = k
	}
	var reached int64
	for k := len(f.stages) - 1; k > own; k-- {
		reached += s.deepest[k]
		o.Stages = append(o.Stages, StageCount{Stage: f.stages[k].Name, Reached: reached, Rate: Rate{Num: reached, Den: yes}})
	}
	slices.Reverse(o.Stages)
	return o
}

func (t *handOffTally) report(f *Funnel, o Options) *HandOff {
	all := t.newTally()
	r := &HandOff{Status: f.handOff.Status, Void: t.void}
	for i := range t.offers.Len() {
		one := t.offers.At(i)
		all.add(one)
		switch {
		case one.decided != missed || one.end == stillOpen:
		case one.end == withdrawn:
			t.gone++
		default:
			t.late++
		}
		switch t.h.word(one.criteria) {
		case "signed":
			r.Criteria.Signed++
		case "unsigned":
			r.Criteria.Unsigned++
		case "":
			r.Criteria.None++
		default:
			r.Criteria.Other++
		}
	}
	r.Total = t.offersOf(f, all)
	r.Periods = t.periods(f, o)
	r.Sources = t.groups(f, o.MaxSegments, t.h.words.All(), func(o *offer) int32 { return o.source })
	r.Bands = t.groups(f, o.MaxSegments, t.h.words.All(), func(o *offer) int32 { return o.band })
	r.Segments = []OfferGroup{}
	if o.By != "" {
		r.Segments = t.groups(f, o.MaxSegments, t.h.values.All(), func(o *offer) int32 { return o.label })
	}
	r.Reasons, r.Faults = t.reasons()
	return r
}

// periods counts offers by date, the latest periods without gaps.
func (t *handOffTally) periods(f *Funnel, o Options) []OfferPeriod {
	list, c := []OfferPeriod{}, o.calendar()
	first, last, dated := 0, 0, false
	for i := range t.offers.Len() {
		one := t.offers.At(i)
		if one.undated {
			continue
		}
		n := c.number(one.at)
		if !dated {
			first, last, dated = n, n, true
		}
		first, last = min(first, n), max(last, n)
	}
	if !dated {
		return list
	}
	// The time goes on, also if nothing is offered any more.
	last = max(last, c.number(o.end().UnixMicro()))
	first = max(first, last-maxPeriods+1)
	tallies := make([]*offerTally, last-first+1)
	for i := range tallies {
		tallies[i] = t.newTally()
	}
	for i := range t.offers.Len() {
		one := t.offers.At(i)
		if n := c.number(one.at); n >= first && !one.undated {
			tallies[n-first].add(one)
		}
	}
	for i, s := range tallies {
		list = append(list, OfferPeriod{From: c.begin(first + i), To: c.begin(first + i + 1), Offers: t.offersOf(f, s)})
	}
	return list
}

// valued is how often a value occurs.
type valued struct {
	value int32
	n     int64
}

// ranked lists values, the most frequent first and among equals the smaller text.
func ranked(sizes map[int32]int64, words []string) []valued {
	var list []valued
	for v, n := range sizes {
		if v != noLabel {
			list = append(list, valued{v, n})
		}
	}
	slices.SortFunc(list, func(a, b valued) int {
		return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(words[a.value], words[b.value]))
	})
	return list
}

// groups counts offers by a value of theirs.
func (t *handOffTally) groups(f *Funnel, atMost int, words []string, of func(*offer) int32) []OfferGroup {
	sizes := map[int32]int64{}
	for i := range t.offers.Len() {
		sizes[of(t.offers.At(i))]++
	}
	order := ranked(sizes, words)
	own := map[int32]*offerTally{}
	for _, v := range order[:min(atMost, len(order))] {
		own[v.value] = t.newTally()
	}
	other, without := t.newTally(), t.newTally()
	for i := range t.offers.Len() {
		one := t.offers.At(i)
		v := of(one)
		if s, ok := own[v]; ok {
			s.add(one)
		} else if v == noLabel {
			without.add(one)
		} else {
			other.add(one)
		}
	}
	list := []OfferGroup{}
	for _, v := range order[:len(own)] {
		list = append(list, OfferGroup{Value: words[v.value], Kind: ValueSegment, Offers: t.offersOf(f, own[v.value])})
	}
	if other.n > 0 {
		list = append(list, OfferGroup{Value: otherValue, Kind: OtherSegment, Offers: t.offersOf(f, other)})
	}
	if without.n > 0 {
		list = append(list, OfferGroup{Value: noneValue, Kind: NoneSegment, Offers: t.offersOf(f, without)})
	}
	return list
}

// refusal is a reason for which offers were refused.
type refusal struct {
	end    endKind
	reason int32
}

type refusalTally struct {
	refusal
	n              int64
	sources, bands map[int32]int64
}

// reasons counts refusals by reason and by the side at fault.
func (t *handOffTally) reasons() ([]ReasonCount, []FaultCount) {
	byReason := map[refusal]*refusalTally{}
	faults := map[lead.Side]int64{}
	var all int64
	for i := range t.offers.Len() {
		o := t.offers.At(i)
		if o.end != rejected && o.end != returned {
			continue
		}
		all++
		faults[t.spec.Faults[t.h.word(o.reason)]]++
		key := refusal{o.end, o.reason}
		s := byReason[key]
		if s == nil {
			s = &refusalTally{refusal: key, sources: map[int32]int64{}, bands: map[int32]int64{}}
			byReason[key] = s
		}
		s.add(1, o.source, o.band)
	}
	order := slices.SortedFunc(maps.Values(byReason), func(a, b *refusalTally) int {
		return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.end, b.end), cmp.Compare(t.h.word(a.reason), t.h.word(b.reason)))
	})
	reasons := []ReasonCount{}
	for _, s := range order[:min(maxReasons, len(order))] {
		c := t.reason(s, all)
		c.Reason, c.Kind, c.Fault = t.h.word(s.reason), ValueSegment, t.spec.Faults[t.h.word(s.reason)]
		if s.reason == noLabel {
			c.Reason, c.Kind = noneValue, NoneSegment
		} else {
			c.Title = t.spec.Reasons[c.Reason]
		}
		reasons = append(reasons, c)
	}
	if len(order) > maxReasons {
		for _, end := range []endKind{rejected, returned} {
			rest := &refusalTally{refusal: refusal{end, noLabel}, sources: map[int32]int64{}, bands: map[int32]int64{}}
			for _, s := range order[maxReasons:] {
				if s.end == end {
					rest.merge(s)
				}
			}
			if rest.n > 0 {
				c := t.reason(rest, all)
				c.Reason, c.Kind = otherValue, OtherSegment
				reasons = append(reasons, c)
			}
		}
	}
	list := []FaultCount{}
	for _, side := range slices.Sorted(maps.Keys(faults)) {
		list = append(list, FaultCount{Side: side, Share: Rate{Num: faults[side], Den: all}})
	}
	slices.SortStableFunc(list, func(a, b FaultCount) int { return cmp.Compare(b.Share.Num, a.Share.Num) })
	return reasons, list
}

func (s *refusalTally) add(n int64, source, band int32) {
	s.n += n
	s.sources[source] += n
	s.bands[band] += n
}

func (s *refusalTally) merge(o *refusalTally) {
	s.n += o.n
	for v, n := range o.sources {
		s.sources[v] += n
	}
	for v, n := range o.bands {
		s.bands[v] += n
	}
}

func (t *handOffTally) reason(s *refusalTally, all int64) ReasonCount {
	end := OfferRejected
	if s.end == returned {
		end = OfferReturned
	}
	return ReasonCount{
		End: end, N: s.n, Share: Rate{Num: s.n, Den: all},
		Sources: t.values(s.sources), Bands: t.values(s.bands),
	}
}

// values lists the most frequent values, and those without one last.
func (t *handOffTally) values(sizes map[int32]int64) []ValueCount {
	list := []ValueCount{}
	order := ranked(sizes, t.h.words.All())
	var rest int64
	for i, v := range order {
		if i < maxValues {
			list = append(list, ValueCount{t.h.word(v.value), ValueSegment, v.n})
		} else {
			rest += v.n
		}
	}
	if rest > 0 {
		list = append(list, ValueCount{otherValue, OtherSegment, rest})
	}
	if n := sizes[noLabel]; n > 0 {
		list = append(list, ValueCount{noneValue, NoneSegment, n})
	}
	return list
}
