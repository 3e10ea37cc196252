package lead

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"
)

func TestAStatusThatTheLifecycleLacksMayHaveBeenRenamed(t *testing.T) {
	m, err := Compile(Standard(), Bindings[string]{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.Next(t.Context(), State{LeadID: "A", Status: "parked", Version: 1}, Command[string]{ID: "A", Event: "accept", Actor: ann, At: noon})
	if !errors.Is(err, ErrUnknownStatus) {
		t.Fatal(err)
	}
	want := `unknown status: lead "A" stands in "parked", which lifecycle ` + m.ID() + ` lacks; ` +
		`if it has been renamed, list "parked" under was of the status that it is today`
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
}

func TestAVersionThatTheLeadHasNotReachedIsToldFromOneThatIsOver(t *testing.T) {
	o := newOffice(t, Config{})
	o.open(t, "L")
	_, err := o.Apply(t.Context(), Command[string]{ID: "L", Event: "qualify", Actor: mia, IfVersion: 7})
	c, ok := errors.AsType[*ConflictError](err)
	if !ok || !errors.Is(err, ErrConflict) || c.Seen != 7 || c.State.Version != 1 {
		t.Fatalf("got %v, want a conflict", err)
	}
	want := `lead "L" has no version 7 yet: it is at version 1; marketing mia put it into inquiry at 2026-03-02T12:00:00Z`
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
}

func TestABackdateIsToldInDays(t *testing.T) {
	for _, tt := range []struct {
		backdate time.Duration
		want     string
	}{
		{0, "lies more than 7 days back; Config.Backdate allows no more"},
		{24 * time.Hour, "lies more than 1 day back; Config.Backdate allows no more"},
		{36 * time.Hour, "lies more than 36h0m0s back; Config.Backdate allows no more"},
		{-1, "lies in the past; Config.Backdate allows no backdating"},
	} {
		o := newOffice(t, Config{Backdate: tt.backdate})
		_, err := o.Open(t.Context(), Command[string]{ID: "L", At: o.now.AddDate(0, 0, -8)})
		if !errors.Is(err, ErrInvalidCommand) || !strings.HasSuffix(err.Error(), tt.want) {
			t.Errorf("Backdate %v: got %v, want %q", tt.backdate, err, tt.want)
		}
	}
}

// A name may be misspelt in the file or in the program: either side hints at the other.
func TestAMisspeltGuardIsHintedAtFromBothSides(t *testing.T) {
	raw, err := os.ReadFile("testdata/good.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(raw), "event: heat,", "event: heat, guards: [critera, consent],", 1)
	spec, err := ReadSpec(strings.NewReader(text), "shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	yes := OnSubject(func(context.Context, int, time.Time) (any, error) { return nil, nil })
	_, err = Compile(spec, Bindings[int]{Guards: Guards[int]{"criteria": yes, "consent": yes}})
	bad, ok := errors.AsType[*SpecError](err)
	if !ok || len(bad.Problems) != 2 {
		t.Fatalf("got %v, want two problems", err)
	}
	if p := bad.Problems[0]; p.Line != 13 || !strings.HasSuffix(p.Message, `(did you mean "criteria"?)`) {
		t.Errorf("in the file: %v", p)
	}
	if p := bad.Problems[1]; p.File != "" || p.Line != 0 || p.Excerpt != "" || !strings.HasSuffix(p.Message, `(did you mean "critera"?)`) {
		t.Errorf("in the program: %v", p)
	}
}
