package maturity

import "fmt"

// Agreement says whether the people of a department answer alike. It is taken from
// r_wg (James, Demaree and Wolf, Journal of Applied Psychology 69, 1984), which
// compares the variance of their n ratings x with that of people who pick one of the
// five values blindly:
//
//	r_wg = 1 - s² / 2,  s² = Σ(x - mean)² / (n - 1),  2 = (5² - 1) / 12
//
// 1 is full agreement; what would be below 0 counts as 0. Only whether it reaches
// 0.5, a customary bar and no test, is told: beside the mean, the figure would often
// give away each answer of a small department.
type Agreement string

// The agreements. The zero value is that it is not told.
const (
	HighAgreement Agreement = "high" // r_wg is 0.5 or more
	LowAgreement  Agreement = "low"  // below
)

// LowAgreementFound is the finding that the people of a department see a statement
// differently. statement, department.
const LowAgreementFound FindingCode = "agreement.low"

// fewestToAgree is how many ratings there must be for an agreement to be told:
// whoever knows one of them, their own, still faces four.
const fewestToAgree = 5

// agreement returns the agreement of at least two ratings by their number, sum and sum
// of squares. An r_wg of 0.5 is a variance of 1, which whole numbers tell exactly.
func agreement(n, sum, squares int) Agreement {
	if n*squares-sum*sum > n*(n-1) {
		return LowAgreement
	}
	return HighAgreement
}

// agreement returns what may be told of how far the people of a department agree.
// Whether it is told depends only on what is told anyway, their number and mean, so
// that silence tells nothing.
func (b ballot) agreement() Agreement {
	if b.rated < fewestToAgree || !discreet(b.rated, b.sum) {
		return ""
	}
	return agreement(b.rated, b.sum, b.squares)
}

// discreet reports whether neither "high" nor "low" beside n and sum lets anybody
// work out the ratings: at least two sets of ratings must be compatible with each,
// and whoever knows one rating must not be sure that all others are the same one.
func discreet(n, sum int) bool {
	for _, level := range []Agreement{HighAgreement, LowAgreement} {
		if n, _ := compatible(level, n, sum, 0); n == 1 {
			return false
		}
		for own := 1; own <= maxValue; own++ {
			if n, others := compatible(level, n, sum, own); n == 1 && others.alike() {
				return false
			}
		}
	}
	return true
}

// compatible counts the sets of n ratings with a sum that agree as said and have own
// among them, if that is not 0: none, one, or two for any more. others are the ratings
// beside own if it is one set. There is no need to go through all sets: those that agree
// most or least come first, and the next one is a step away.
func compatible(level Agreement, n, sum, own int) (count int, others ratings) {
	if own > 0 {
		n, sum = n-1, sum-own
		if sum < n || sum > maxValue*n {
			return 0, ratings{}
		}
	}
	first := closest(n, sum)
	if level == LowAgreement {
		first = furthest(n, sum)
	}
	with, total := n, sum
	if own > 0 {
		with, total = n+1, sum+own
	}
	is := func(squares int) bool { return agreement(with, total, squares+own*own) == level }
	if !is(first.squares()) {
		return 0, ratings{}
	}
	if next, ok := first.next(level); ok && is(next) {
		return 2, ratings{}
	}
	return 1, first
}

// ratings is a set of them: how many there are of each value.
type ratings [maxValue + 1]int

// closest are n ratings with a sum that lie as close together as they can.
func closest(n, sum int) (r ratings) {
	low, more := sum/n, sum%n
	r[low] = n - more
	if more > 0 {
		r[low+1] = more
	}
	return r
}

// furthest are n ratings with a sum that lie as far apart as they can: at the ends of the
// scale, but for one.
func furthest(n, sum int) (r ratings) {
	high, middle := (sum-n)/(maxValue-1), (sum-n)%(maxValue-1)
	r[maxValue] = high
	r[1] = n - high
	if middle > 0 {
		r[1]--
		r[1+middle]++
	}
	return r
}

// squares is the sum of the squares.
func (r *ratings) squares() (sum int) {
	for v, n := range r {
		sum += n * v * v
	}
	return sum
}

// alike reports whether all ratings are the same.
func (r *ratings) alike() bool {
	kinds := 0
	for _, n := range r {
		if n > 0 {
			kinds++
		}
	}
	return kinds == 1
}

// next is the sum of squares of the set that comes after the closest, for a high
// agreement, or after the furthest, for a low one. All sets with the same sum can be made
// from these by steps in which two ratings move away from each other, or towards each
// other, by one, each of which makes the sum of squares larger, or smaller; so the next
// set is one step away.
func (r *ratings) next(level Agreement) (squares int, ok bool) {
	for low := 1; low <= maxValue; low++ {
		for high := low; high <= maxValue; high++ {
			if r[low] == 0 || r[high] == 0 || low == high && r[low] < 2 {
				continue
			}
			step := 0
			switch {
			case level == HighAgreement && low > 1 && high < maxValue:
				step = 2*(high-low) + 2
			case level == LowAgreement && high-low >= 2:
				step = 2 - 2*(high-low)
			default:
				continue
			}
			if s := r.squares() + step; !ok || level == HighAgreement && s < squares || level == LowAgreement && s > squares {
				squares, ok = s, true
			}
		}
	}
	return squares, ok
}

// findDisagreement adds a finding for each department whose people see a statement
// differently, where that is told.
func (m *Model) findDisagreement(r *Report, p StatementProof) {
	for _, o := range p.Opinions {
		if o.Agreement != LowAgreement {
			continue
		}
		d := m.spec.department(o.Department)
		r.Findings = append(r.Findings, Finding{LowAgreementFound, map[string]string{"statement": p.ID, "department": o.Department}, Text{
			En: fmt.Sprintf("Within %s opinions are far apart: %s", d.En, p.Text.En),
			De: fmt.Sprintf("Innerhalb der Abteilung %s gehen die Meinungen weit auseinander: %s", d.De, p.Text.De),
		}})
	}
}
