package lead

import (
	"errors"
	"testing"
)

func TestTheZeroActorIsAHumanOfNoSide(t *testing.T) {
	o := newOffice(t, Config{})
	opened, err := o.Open(t.Context(), Command[string]{ID: "L", Into: "mql"})
	if err != nil || opened.Actor != (Actor{Kind: Human}) {
		t.Fatalf("%+v, %v", opened.Actor, err)
	}
	_, err = o.Apply(t.Context(), Command[string]{ID: "L", Event: "accept"})
	if r, ok := errors.AsType[*RefusedError](err); !ok || codes(r.Blockers) != CodeSide {
		t.Errorf("where sides are named: %v", err)
	}
	if tr, err := o.Apply(t.Context(), Command[string]{ID: "L", Event: "discard", Reason: "test"}); err != nil || tr.To != "void" {
		t.Errorf("where none is: %+v, %v", tr, err)
	}
	o.open(t, "M", Command[string]{Event: "qualify", Actor: mia})
	if _, err := o.Apply(t.Context(), Command[string]{ID: "M", Event: "accept", Actor: Actor{Side: Sales}}); !errors.Is(err, ErrInvalidCommand) {
		t.Errorf("where the id is written down as the owner: %v", err)
	}
}

func TestAnyOpenTakesInWaitingStatuses(t *testing.T) {
	o := newOffice(t, Config{})
	for _, s := range Standard().Statuses {
		id := "in " + string(s.Name)
		if _, err := o.Open(t.Context(), Command[string]{ID: id, Into: s.Name}); err != nil {
			t.Fatal(err)
		}
		_, err := o.Apply(t.Context(), Command[string]{ID: id, Event: "discard", Reason: "test"})
		if goesOn := s.Category == Open || s.Category == Waiting; (err == nil) != goesOn {
			t.Errorf("discard from %s, which is %s: %v", s.Name, s.Category, err)
		}
	}
}
