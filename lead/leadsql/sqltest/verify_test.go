package sqltest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

func findings(t *testing.T, s *leadsql.Store) (found []string) {
	t.Helper()
	err := s.Verify(t.Context(), func(f leadsql.Finding) bool { found = append(found, f.String()); return true })
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestVerifyFindsWhatSomebodyWroteToTheTables(t *testing.T) {
	const (
		gap      = `lead "L-2", version 3: its versions have a gap, or do not begin with 1`
		noHead   = `lead "L-2", version 3: it has rows, but no head`
		head     = `lead "L-2", version 3: its head is not its last row`
		labels   = `lead "L-2", version 0: its labels are not those of its head`
		personal = `lead "L-2", version 9: something personal stands without its row`
	)
	rows := slices.Concat(plainRows("L-1", 1, 2), plainRows("L-2", 1, 3), plainRows("L-3", 1, 1))
	for i := range rows {
		if rows[i].LeadID == "L-2" {
			rows[i].Due, rows[i].Labels = began.Add(time.Hour), map[string]string{"owner": "ann", "a": "<b>"}
		}
	}
	databases := each(t)
	for _, d := range databases {
		appendTo(t, d.store(), rows...)
	}
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"a row in the middle is gone", `DELETE FROM leadline_rows WHERE lead_id = 'L-2' AND version = 2`, []string{
			gap, `lead "L-2", version 2: something personal stands without its row`,
		}},
		{"the first row is gone", `DELETE FROM leadline_rows WHERE lead_id = 'L-2' AND version = 1`, []string{
			gap, `lead "L-2", version 1: something personal stands without its row`,
		}},
		{"the last row is gone", `DELETE FROM leadline_rows WHERE lead_id = 'L-2' AND version = 3`, []string{
			head, `lead "L-2", version 3: something personal stands without its row`,
		}},
		{"the head is gone", `DELETE FROM leadline_leads WHERE lead_id = 'L-2'`, []string{noHead, labels}},
		{
			"a head of an older version", `UPDATE leadline_leads SET version = 2 WHERE lead_id = 'L-2'`,
			[]string{`lead "L-2", version 2: its head is not its last row`},
		},
		{
			"a head of a newer version", `UPDATE leadline_leads SET version = 4 WHERE lead_id = 'L-2'`,
			[]string{`lead "L-2", version 4: its head is not its last row`},
		},
		{"a head in another status", `UPDATE leadline_leads SET status = 'won' WHERE lead_id = 'L-2'`, []string{head}},
		{"a head with another time", `UPDATE leadline_leads SET at = at + 1 WHERE lead_id = 'L-2'`, []string{head}},
		{"a head of another visit", `UPDATE leadline_leads SET since = since + 1 WHERE lead_id = 'L-2'`, []string{head}},
		{"a head that is due at another time", `UPDATE leadline_leads SET due = due + 1 WHERE lead_id = 'L-2'`, []string{head}},
		{"a head that is not due", `UPDATE leadline_leads SET due = NULL WHERE lead_id = 'L-2'`, []string{head}},
		{
			"a head that is due though its row is not", `UPDATE leadline_leads SET due = 1 WHERE lead_id = 'L-1'`,
			[]string{`lead "L-1", version 2: its head is not its last row`},
		},
		{"a head with another past", `UPDATE leadline_leads SET prior = 'sql' WHERE lead_id = 'L-2'`, []string{head}},
		{"a head by somebody else", `UPDATE leadline_leads SET actor_side = 'sales' WHERE lead_id = 'L-2'`, []string{head}},
		{"a head by a program", `UPDATE leadline_leads SET actor_kind = 'system' WHERE lead_id = 'L-2'`, []string{head}},
		{"a head with other labels, which the trigger follows", `UPDATE leadline_leads SET labels = '{"owner":"eve"}' WHERE lead_id = 'L-2'`, []string{head}},
		{"a label with another value", `UPDATE leadline_labels SET value = 'eve' WHERE lead_id = 'L-2'`, []string{labels}},
		{"a label is gone", `DELETE FROM leadline_labels WHERE lead_id = 'L-2' AND name = 'owner'`, []string{labels}},
		{"a label too many", `INSERT INTO leadline_labels (lead_id, name, value) VALUES ('L-2', 'x', 'y')`, []string{labels}},
		{
			"a label of no lead", `INSERT INTO leadline_labels (lead_id, name, value) VALUES ('L-9', 'x', 'y')`,
			[]string{`lead "L-9", version 0: its labels are not those of its head`},
		},
		{
			"a note without its row", `INSERT INTO leadline_personal (lead_id, version, actor, note, evidence) VALUES ('L-2', 9, '', 'n', '')`,
			[]string{personal},
		},
		{
			"a head without rows", `INSERT INTO leadline_leads SELECT 'L-0', version, status, at, since, due, prior, labels, actor_side, actor_kind
FROM leadline_leads WHERE lead_id = 'L-1'`,
			[]string{`lead "L-0", version 2: its head is not its last row`},
		},
		{"nothing", `DELETE FROM leadline_personal WHERE lead_id = 'L-2'`, nil},
	} {
		for _, d := range databases {
			t.Run(tt.name+" in "+d.driver, func(t *testing.T) {
				tx, err := d.BeginTx(t.Context(), nil)
				if err != nil {
					t.Fatal(err)
				}
				defer tx.Rollback() //nolint:errcheck // whatever it was, the next case wants it back
				if _, err := tx.ExecContext(t.Context(), tt.text); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(tt.want, findings(t, leadsql.New(d.dialect, tx))); diff != "" {
					t.Errorf("findings (-want +got):\n%s", diff)
				}
			})
		}
	}
}

func TestVerifyStopsWhenItIsTold(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		for i := range 5 {
			appendTo(t, d.store(), plainRows(fmt.Sprint("L-", i), 1, 3)...)
		}
		d.sends(t, `DELETE FROM leadline_rows WHERE version = 2`)
		n := 0
		err := d.store().Verify(t.Context(), func(leadsql.Finding) bool { n++; return n < 3 })
		if err != nil || n != 3 {
			t.Errorf("%d findings, %v; want 3 of the 10 that there are", n, err)
		}
	})
}

func TestAfterARandomWalkNothingIsWrong(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		now := began
		machine := standardMachine(t)
		tr := lead.NewTracker(machine, d.store(), lead.Config{Now: func() time.Time { now = now.Add(3 * time.Hour); return now }})
		walks := 3
		if full() {
			walks = 50
		}
		for seed := range walks {
			walk(t, tr, 20, 150, uint64(seed))
		}
		if found := findings(t, d.store()); len(found) > 0 {
			t.Errorf("found %q", found)
		}
		rows := 0
		for range allRows(t, d.store(), lead.Query{}) {
			rows++
		}
		if rows < walks*75 {
			t.Fatalf("%d walks left %d rows: they go nowhere", walks, rows)
		}
		for _, err := range machine.Verify(d.store().History(t.Context(), lead.Query{})) {
			t.Error(err)
		}
		d.sends(t, `UPDATE leadline_rows SET to_status = 'won' WHERE lead_id = 'W-003' AND version = 2`)
		n := 0
		for row, err := range machine.Verify(d.store().History(t.Context(), lead.Query{})) {
			if n++; row.LeadID != "W-003" || err == nil {
				t.Errorf("lead %q: %v", row.LeadID, err)
			}
		}
		if n == 0 {
			t.Error("a row that leads elsewhere was not found")
		}
	})
}
