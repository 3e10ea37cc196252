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
	Industry   string             `score:"industry"`
	Employees  *int               `score:"employees"` // nil: nobody asked yet
	Country    string             `score:"country"`
	Consent    *bool              `score:"consent"` // nil: nobody knows, so it counts as no
	Competitor *bool              `score:"competitor"`
	Activities []scoring.Activity `score:",activities"`
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
var perDay = [...]int{40, 30, 25, 15, 10}

// arrivals draws the inquiries of a day that begins at the given time, in the
// order of their coming. Most of them are people whom marketing has known for a
// while, with activities of the last weeks.
func arrivals(r *rand.Rand, day time.Time, first, n int) []*Inquiry {
	list := make([]*Inquiry, n)
	for i := range list {
		minutes := 8*60 + i*9*60/n // between 8 and 17 o'clock
		list[i] = inquiry(r, fmt.Sprintf("L-%03d", first+i), day.Add(time.Duration(minutes)*time.Minute))
	}
	return list
}

func inquiry(r *rand.Rand, id string, came time.Time) *Inquiry {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	chance := func(percent int) bool { return r.IntN(100) < percent }
	in := &Inquiry{
		ID: id, Came: came,
		Company:  pick("Alpen", "Donau", "Nord", "Rhein", "Wiener", "Zürcher") + " " + pick("Antriebe", "Fertigung", "Guss", "Maschinenbau", "Motoren", "Werkzeuge") + " " + pick("AG", "GmbH", "KG"),
		Industry: pick("machinery", "machinery", "machinery", "automotive", "automotive", "software", "retail"),
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
		in.Competitor = new(chance(3))
	}
	if chance(60) {
		in.Activities = past(r, came)
	}
	in.Activities = append(in.Activities, scoring.Activity{
		ID: id + "-form", Type: "page_view", At: came, Asset: "/contact", Fields: map[string]string{"page": "contact"},
	})
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
