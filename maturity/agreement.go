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
	var t tally
	t.each(n, sum)
	for level := range t.sets {
		if t.sets[level] == 1 {
			return false
		}
		for own := range t.with[level] {
			if t.with[level][own] == 1 && t.alike[level][own] {
				return false
			}
		}
	}
	return true
}

// tally counts sets of ratings up to two, by their agreement, 1 is high, and by a
// rating in them.
type tally struct {
	sets  [2]int
	with  [2][maxValue + 1]int
	alike [2][maxValue + 1]bool // of the last set with it, the others are all the same
}

// each counts all sets of n ratings with a sum, or as many as it takes. They are
// gone through from those without a 5, where ratings lie close together; the upper
// half of the sums is the mirror of the lower, which has less to go through.
func (t *tally) each(n, sum int) {
	sum = min(sum, (maxValue+1)*n-sum)
	rest := sum - n // what is above 1
	for five := 0; five <= n && 4*five <= rest; five++ {
		for four := 0; five+four <= n && 4*five+3*four <= rest; four++ {
			for three := 0; five+four+three <= n && 4*five+3*four+2*three <= rest; three++ {
				two := rest - 4*five - 3*four - 2*three
				one := n - five - four - three - two
				if one >= 0 {
					t.add(n, sum, [maxValue + 1]int{0, one, two, three, four, five})
				}
			}
			if t.full() {
				return
			}
		}
	}
}

func (t *tally) add(n, sum int, count [maxValue + 1]int) {
	squares, most, kinds := 0, 0, 0
	for v, c := range count {
		squares += v * v * c
		most = max(most, c)
		if c > 0 {
			kinds++
		}
	}
	level := 0
	if agreement(n, sum, squares) == HighAgreement {
		level = 1
	}
	t.sets[level] = min(t.sets[level]+1, 2)
	for v, c := range count {
		if c > 0 {
			t.with[level][v] = min(t.with[level][v]+1, 2)
			t.alike[level][v] = kinds == 1 || kinds == 2 && c == 1
		}
	}
}

// full reports whether going on could not change anything.
func (t *tally) full() bool {
	for level := range t.sets {
		for own := 1; own <= maxValue; own++ {
			if t.with[level][own] < 2 {
				return false
			}
		}
	}
	return true
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
