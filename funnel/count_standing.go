package funnel

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/leadline-go/leadline/internal/stat"
	"github.com/leadline-go/leadline/lead"
)

// ageBounds are where the buckets of an [Age] begin, in days.
var ageBounds = [...]int{0, 1, 3, 7, 14, 30, 60, 90, 180}

const microsPerDay = 24 * 60 * 60 * 1_000_000

// standingTally counts where leads stand at AsOf.
type standingTally struct {
	codes *codes
	now   map[int32]*oneAge // by status
	stuck []oneLeak         // by stage
}

type oneAge struct {
	leads, overdue, untimed int64
	buckets                 [len(ageBounds)]int64
}

type oneLeak struct {
	leads, still int64
	gone         map[int32]int64 // by status
}

func newStandingTally(c *codes) *standingTally {
	return &standingTally{codes: c, now: map[int32]*oneAge{}, stuck: make([]oneLeak, c.stages)}
}

// add counts a lead that has entered a stage and is not void.
func (t *standingTally) add(j *journey) {
	now := &j.visits[len(j.visits)-1]
	t.leak(j, now)
	if now.stage == none || int(now.stage) == t.codes.stages-1 {
		return
	}
	a := t.now[now.status]
	if a == nil {
		a = &oneAge{}
		t.now[now.status] = a
	}
	a.leads++
	if due := j.rows[len(j.rows)-1].due; due != noTime && due < t.codes.asOf {
		a.overdue++
	}
	if now.untimed {
		a.untimed++
		return
	}
	days := (t.codes.asOf - now.start) / microsPerDay
	i := len(ageBounds) - 1
	for int64(ageBounds[i]) > days {
		i--
	}
	a.buckets[i]++
}

// leak counts a lead for the last stage that it has reached.
func (t *standingTally) leak(j *journey, now *visit) {
	k := t.codes.stages - 1
	for k >= 0 && j.reach[k] == none {
		k--
	}
	if k < 0 || k == t.codes.stages-1 {
		return
	}
	l := &t.stuck[k]
	l.leads++
	if int(now.stage) == k {
		l.still++
		return
	}
	if l.gone == nil {
		l.gone = map[int32]int64{}
	}
	l.gone[now.status]++
}

func (t *standingTally) ages(f *Funnel, h *history) []Age {
	byStatus := make(map[lead.Status]*oneAge, len(t.now))
	for s, a := range t.now {
		byStatus[lead.Status(h.statuses.Name(s))] = a
	}
	list := []Age{}
	for _, stage := range f.stages[:len(f.stages)-1] {
		for _, s := range stage.Statuses {
			one := cmp.Or(byStatus[s], &oneAge{})
			a := Age{Status: s, Leads: one.leads, Overdue: one.overdue, Untimed: one.untimed}
			for i, n := range one.buckets {
				b := AgeBucket{From: ageBounds[i], N: n}
				if i+1 < len(ageBounds) {
					b.To = ageBounds[i+1]
				}
				a.Buckets = append(a.Buckets, b)
			}
			list = append(list, a)
		}
	}
	return list
}

func (t *standingTally) leaks(f *Funnel, h *history) []Leak {
	list := []Leak{}
	for k, stage := range f.stages[:len(f.stages)-1] {
		one := &t.stuck[k]
		l := Leak{Stage: stage.Name, Leads: one.leads, Still: one.still, Gone: []LeakCount{}}
		for s, n := range one.gone {
			l.Gone = append(l.Gone, LeakCount{Status: lead.Status(h.statuses.Name(s)), N: n})
		}
		slices.SortFunc(l.Gone, func(a, b LeakCount) int {
			return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Status, b.Status))
		})
		list = append(list, l)
	}
	return list
}

// velocityTally adds up what won leads are worth.
type velocityTally struct {
	last                 int // stage
	won, amounts, unread int64
	whole, places        big.Int // sums of amounts before and behind the point
	one                  big.Int // room
	cycles               sample
}

func newVelocityTally(f *Funnel) *velocityTally { return &velocityTally{last: len(f.stages) - 1} }

// add counts a lead of the report that was won in w.
func (t *velocityTally) add(j *journey, h *history, w span) {
	at, timed, ok := j.arrived(t.last)
	if !ok || !w.contains(at) {
		return
	}
	t.won++
	if came, known := j.came(); known && timed {
		t.cycles.add(at - came)
	}
	text := h.word(h.extraOf(&j.rows[j.reach[t.last]]).amount)
	if text == "" {
		return
	}
	whole, places, ok := decimal(text)
	if !ok {
		t.unread++
		return
	}
	t.amounts++
	t.whole.Add(&t.whole, t.one.SetInt64(whole))
	t.places.Add(&t.places, t.one.SetInt64(places))
}

// decimalPlaces is how many digits a decimal may have on each side of its point. Sums
// of doubles that somebody wrote out have up to 17.
const decimalPlaces = 18

// decimal reads "-1200.50": what stands before the point, and what behind it in units
// of the last of the places that there may be.
func decimal(s string) (whole, places int64, ok bool) {
	s, negative := strings.CutPrefix(s, "-")
	before, behind, point := strings.Cut(s, ".")
	if !digits(before) || point && !digits(behind) {
		return 0, 0, false
	}
	whole, _ = strconv.ParseInt(before, 10, 64)
	if point {
		places, _ = strconv.ParseInt((behind + strings.Repeat("0", decimalPlaces))[:decimalPlaces], 10, 64)
	}
	if negative {
		whole, places = -whole, -places
	}
	return whole, places, true
}

func digits(s string) bool {
	for i := range len(s) {
		if i == decimalPlaces || s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func (t *velocityTally) report(r *Report) *Velocity {
	v := &Velocity{
		Leads: r.Counts.Leads, Won: Rate{Num: t.won, Den: r.Counts.Leads},
		Amounts: t.amounts, Unread: t.unread,
	}
	cycles := t.cycles.sorted()
	v.Cycle = seconds(stat.Quantile(cycles, 1, 2))
	if t.amounts == 0 {
		return v
	}
	unit := big.NewInt(1_000_000_000_000_000_000) // 10^decimalPlaces
	sum := new(big.Int).Mul(&t.whole, unit)
	sum.Add(sum, &t.places)
	total, _ := new(big.Rat).SetFrac(sum, unit).Float64()
	mean, _ := new(big.Rat).SetFrac(sum, new(big.Int).Mul(unit, big.NewInt(t.amounts))).Float64()
	v.Sum, v.Mean = &total, &mean
	if v.Cycle != nil && *v.Cycle > 0 {
		// leads × win rate is those won
		perDay := float64(t.won) * mean / (*v.Cycle / (24 * 60 * 60))
		v.PerDay = &perDay
	}
	return v
}
