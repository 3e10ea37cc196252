package main

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/examples/internal/clitest"
	"github.com/leadline-go/leadline/examples/internal/database"
	"github.com/leadline-go/leadline/scoring"
)

func TestTheWeekIsTheSameEveryTime(t *testing.T) {
	text, page := theWeek(t)
	clitest.Golden(t, "week.txt", text)
	again, pageAgain := runWeek(t)
	if diff := cmp.Diff(text, again); diff != "" {
		t.Errorf("a second run differs (-first +second)\n%s", diff)
	}
	if diff := cmp.Diff(page, pageAgain); diff != "" {
		t.Errorf("the page of a second run differs (-first +second)\n%s", diff)
	}
}

func TestTheWeekIsTheSameInAFile(t *testing.T) {
	text, page := theWeek(t)
	file := filepath.Join(t.TempDir(), "week.db")
	inFile, pageOfFile := runWeek(t, "-db", file)
	if diff := cmp.Diff(text, inFile); diff != "" {
		t.Errorf("(-memory +file)\n%s", diff)
	}
	if page != pageOfFile {
		t.Errorf("another page (-memory +file)\n%s", cmp.Diff(page, pageOfFile))
	}
	db, err := database.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var leads, opportunities int
	err = errors.Join(
		db.QueryRow("SELECT count(*) FROM leadline_leads").Scan(&leads),
		db.QueryRow("SELECT count(*) FROM opportunities").Scan(&opportunities),
	)
	if err != nil || leads != 120 || opportunities != 8 {
		t.Errorf("%d leads, %d opportunities are there afterwards, %v", leads, opportunities, err)
	}
}

func TestTheWeekFitsScreens(t *testing.T) {
	text, _ := theWeek(t)
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) > 300 {
		t.Errorf("%d lines", len(lines))
	}
	for _, line := range lines {
		if n := utf8.RuneCountInString(line); n > width {
			t.Errorf("a line of %d columns: %s", n, line)
		}
		if line != strings.TrimRight(line, " ") {
			t.Errorf("a line with spaces at its end: %q", line)
		}
	}
}

// The golden file is only as good as what it holds.
func TestTheWeekShowsWhatItIsMeantToShow(t *testing.T) {
	text, _ := theWeek(t)
	for _, want := range []string{
		`did you mean "sal"?`, "lifecycle.yaml:11:16:", // the broken file
		"the signature of sales is missing",
		"with the same key",
		"points (70 needed): qualified", "points (70 needed): not qualified", "One of these would do",
		"nominate needs a note",
		"14 accepted, 3 rejected, 1 returned",
		"accept is for sales, not for marketing", "reject needs a reason, one of “Not our kind of customer”",
		"it has moved meanwhile, from version 3 to 4; ann of sales put it into SAL at Tue 09:10",
		"Nothing is lost, nothing doubled.",
		"warned Tue 15:23, due Thu 09:23", "48 hours on the wall since Tue 09:23 are 8 hours of work",
		"it happened, Tue 16:40, and when it was recorded, Wed 11:00",
		"for one, is parked until Thu 6 January.",
		"All is rolled back: 0 opportunities",
		"reopens it", "byte for byte",
		"AGENDA:", "HAND-OFF:", "REASONS", "GOALS:", "PLAN:", "STAGES:", "TIME FROM", "TIME TO THE LAST STAGE",
		"webinar: 25 → 20 points", "the answers say 2, the measures", "The next milestone",
		"42 offers to sales, 41 by score and 1 by hand (41 leads; offered again: L-052)",
		"40 leads became MQLs by score (41 with L-001, by hand)",
		"Lead work done by a department of its own 0 of 2 0 % – – ?", // the company has none
		"All figures reconcile:",
	} {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
			t.Errorf("the output lacks %q", want)
		}
	}
}

func TestAllInquiriesCome(t *testing.T) {
	c := lived(t)
	list := arrivals(c.at(0, "00:00"), seed)
	if len(list) != 120 || c.arrived != 120 {
		t.Errorf("%d inquiries, %d of them came, want 120", len(list), c.arrived)
	}
	for i, in := range list[1:] {
		if in.Came.Before(list[i].Came) {
			t.Errorf("%s comes before %s", in.ID, list[i].ID)
		}
	}
}

func TestAFreeMailAddressIsTold(t *testing.T) {
	for mail, want := range map[string]bool{"a@gmx.example": true, "a@company.example": false} {
		if got, err := freeMail(&Inquiry{Email: mail}, noon); err != nil || got != want {
			t.Errorf("%s: %v, %v", mail, got, err)
		}
	}
	rules, err := scoring.ReadSpec(strings.NewReader(criteriaYAML), "criteria.yaml")
	if err != nil {
		t.Fatal(err)
	}
	model, err := compileCriteria(rules)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := model.Score(&Inquiry{ID: "L-1"}, noon); err == nil || !strings.Contains(err.Error(), "lead L-1 has no mail address") {
		t.Errorf("a lead without an address: %v", err)
	}
}
