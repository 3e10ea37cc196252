package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/scoring"
)

// Inquiry is the company's own lead type. Its tags are what the rule file calls
// its fields.
type Inquiry struct {
	ID         string
	Company    string
	Email      string
	Came       time.Time
	Source     string             // whatever the link said by which they came
	Industry   string             `score:"industry"`
	Employees  *int               `score:"employees"` // nil: nobody asked yet
	Country    string             `score:"country"`
	Consent    *bool              `score:"consent"` // nil: nobody knows, so it counts as no
	Competitor *bool              `score:"competitor"`
	Activities []scoring.Activity `score:",activities"`

	Found string // what sales will find out, as a reason to reject; empty: all is well
}

// freeMail is a rule that is easier to write in Go; its points stand in the rule
// file.
func freeMail(in *Inquiry, _ time.Time) (bool, error) {
	_, host, ok := strings.Cut(in.Email, "@")
	if !ok {
		return false, fmt.Errorf("lead %s has no mail address", in.ID)
	}
	return slices.Contains([]string{"gmx.example", "freemail.example"}, host), nil
}

// perDay is how many inquiries come in, Monday to Friday: 120.
var perDay = [...]int{52, 26, 14, 16, 12}

// seed is that of a week in which enough happens.
const seed = 4200

// Some inquiries are written by hand, for the story needs them.
const (
	hostile    = "L-004" // whose form was filled in by somebody with bad intentions
	twice      = "L-007" // whose form was posted twice
	competitor = "L-012" // says that it is one, by mistake
)

// arrivals draws the inquiries of the week that begins at the given midnight, in the
// order of their coming. Most of them are people whom marketing has known for a
// while, with activities of the last weeks.
func arrivals(monday time.Time, seed uint64) []*Inquiry {
	r := rand.New(rand.NewPCG(2027, seed))
	var list []*Inquiry
	for day, n := range perDay {
		hours := 9 // from 8 to 17 o'clock
		if day == 4 {
			hours = 6
		}
		for i := range n {
			came := monday.AddDate(0, 0, day).Add(8*time.Hour + time.Duration(i*hours*60/n)*time.Minute)
			list = append(list, inquiry(r, fmt.Sprintf("L-%03d", len(list)+1), came))
		}
	}
	return list
}

func inquiry(r *rand.Rand, id string, came time.Time) *Inquiry {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	chance := func(percent int) bool { return r.IntN(100) < percent }
	in := &Inquiry{
		ID: id, Came: came,
		Company: pick("Alpen", "Donau", "Nord", "Rhein", "Wiener", "Zürcher") + " " +
			pick("Antriebe", "Fertigung", "Guss", "Maschinenbau", "Motoren", "Werkzeuge") + " " + pick("AG", "GmbH", "KG"),
		Source:   pick("fair", "newsletter", "newsletter", "search", "search", "search"),
		Industry: pick("machinery", "machinery", "machinery", "automotive", "automotive", "automotive", "software", "retail"),
		Country:  pick("AT", "AT", "DE", "DE", "CH", "FR", "IT"),
	}
	in.Email = "person@" + pick("company.example", "company.example", "company.example", "gmx.example", "freemail.example")
	if chance(85) {
		in.Employees = new([]int{12, 80, 250, 400, 900, 2500}[r.IntN(6)])
	}
	if chance(92) {
		in.Consent = new(!chance(5))
	}
	if chance(90) {
		in.Competitor = new(false)
	}
	if chance(75) {
		in.Activities = past(r, came)
	}
	in.Activities = append(in.Activities, scoring.Activity{
		ID: id + "-form", Type: "page_view", At: came, Asset: "/contact", Fields: map[string]string{"page": "contact"},
	})
	if chance(22) {
		in.Found = pick("not_icp", "no_interest", "not_reached")
	}
	switch id {
	case hostile:
		in.Company, in.Source = `<script>alert(1)</script> & "Söhne" GmbH`, `"><script>alert(2)</script>`
		in.Industry, in.Employees, in.Country, in.Email, in.Found = "machinery", new(400), "AT", "person@company.example", ""
		in.Consent, in.Competitor, in.Activities = new(true), new(false), slices.Concat(past(r, came), past(r, came), in.Activities)
	case competitor:
		in.Competitor, in.Found = new(true), ""
	}
	return in
}

// past draws what a known contact has done in the weeks before.
func past(r *rand.Rand, came time.Time) []scoring.Activity {
	var list []scoring.Activity
	ago := func(days int) time.Time {
		return came.Add(-time.Duration(r.IntN(days*24*60)) * time.Minute).Truncate(time.Minute)
	}
	for w := range 1 + r.IntN(4) {
		list = append(list, scoring.Activity{
			Type: "webinar_attended", At: ago(30), Asset: fmt.Sprintf("webinar-%d", w+1),
		})
	}
	for range r.IntN(12) {
		list = append(list, scoring.Activity{
			Type: "page_view", At: ago(8), Asset: "/pricing", Fields: map[string]string{"page": "pricing"},
		})
	}
	for i := range list {
		list[i].ID = fmt.Sprintf("a%d", i)
	}
	return list
}
