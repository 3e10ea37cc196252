package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/clitest"
	"github.com/leadline-go/leadline/lead"
)

// A lead of a status that the lifecycle lacks is in no stage: the funnel would be one of
// the few who got further.
func TestAHistoryOfAnotherLifecycleIsRefused(t *testing.T) {
	inTestdata(t)
	var names []string
	for _, s := range lead.Standard().Statuses {
		names = append(names, string(s.Name))
	}
	expected := "expected statuses of the standard lifecycle (" + cli.Quoted(names) + "), found "
	const hint = "; -lifecycle names the one by which your leads are worked"
	program.Refuse(t, "changes.csv: "+expected+`"new"`+hint, with(changes, "-lifecycle", "standard")...)

	clitest.Write(t, "other.csv", "lead,ts,no,stage,owner\na,2026-03-02 10:00,1,new,\nb,2026-03-02 11:00,1,parked,\na,2026-03-03 10:00,2,won,\n")
	program.Refuse(t, "other.csv: "+expected+`"new"`+hint, "-history", "other.csv", "-map", "changes.yaml", "-lifecycle", "standard")

	// One that was renamed is enough, up to the time to which the history is read.
	clitest.Write(t, "renamed.csv", "lead,ts,no,stage,owner\na,2026-03-02 10:00,1,inquiry,\na,2026-03-03 10:00,2,mql,\na,2026-03-05 10:00,3,sall,\n")
	renamed := []string{"-history", "renamed.csv", "-map", "changes.yaml", "-lifecycle", "standard"}
	program.Refuse(t, "renamed.csv: "+expected+`"sall" (did you mean "sal"?)`+hint, renamed...)
	program.Succeed(t, with(renamed, "-asof", "2026-03-04")...)
}

func TestALifecycleFileMayKnowOlderNames(t *testing.T) {
	inTestdata(t)
	l := lead.Spec{
		Name: "mine", Initial: "mql",
		Statuses:    []lead.StatusSpec{{Name: "mql", Category: lead.Open}, {Name: "lost", Category: lead.Lost}},
		Transitions: []lead.TransitionSpec{{Event: "lose", From: []string{"mql"}, To: "lost"}},
	}
	write := func() {
		t.Helper()
		text, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		clitest.Write(t, "mine.json", string(text))
	}
	write()
	args := with(changes, "-lifecycle", "mine.json")
	program.Refuse(t, `changes.csv: expected statuses of mine.json ("mql", "lost"), found "new"; a status has its older names under was`, args...)
	l.Statuses[0].Was = []lead.Status{"new"}
	write()
	if stdout, _ := program.Succeed(t, args...); !strings.Contains(stdout, "3 leads. Left out: 0 void, 0 in no stage") {
		t.Errorf("got %s", stdout)
	}
}
